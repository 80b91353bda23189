import { isRecord } from '../isRecord';
import { Emitter } from '../event';
import { FolderWatch, type FolderWatchOptions } from './folderWatch';
import { SharedMap } from './sharedMap';

/** A record's entries, and other values, as JSON keeps them. */
type Value = unknown;

export interface SharedRecordsOptions extends FolderWatchOptions {
  /** Whether an entry stays in this window. */
  readonly isOwn: (key: string) => boolean;
  /** Called if a change can't be stored. This window keeps it anyway. */
  readonly onProblem?: (error: unknown) => void;
}

/**
 * Values by name, like VS Code's Memento, but the same in all windows at once. Objects are shared entry by entry:
 * windows that set different entries at the same moment lose none. Don't change what `get` returns. The folder is
 * created, read, and watched from the first call on.
 */
export class SharedRecords {
  private readonly records = new Map<string, Record<string, Value>>();
  private readonly changed = new Emitter<readonly string[]>();
  private opened: { readonly watch: FolderWatch; readonly map: SharedMap<Value> } | undefined;
  private isUpdating = false;

  constructor(private readonly options: SharedRecordsOptions) {}

  get<T>(name: string, fallback: T): T {
    return (this.map.get(name) ?? this.records.get(name) ?? fallback) as T;
  }

  update(name: string, value: Value): Promise<void> {
    const { map } = this;
    this.isUpdating = true;
    try {
      if (isRecord(value)) {
        this.updateRecord(name, value);
      } else {
        map.set(name, value);
      }
    } finally {
      this.isUpdating = false;
    }
    return Promise.resolve();
  }

  /** Adds a listener for the keys of entries that another window changed. Returns a function that removes it. */
  onDidChange(listener: (keys: readonly string[]) => void): () => void {
    return this.changed.on(listener);
  }

  dispose(): void {
    this.opened?.map.dispose();
    this.opened?.watch.dispose();
  }

  private get map(): SharedMap<Value> {
    this.opened ??= this.open();
    return this.opened.map;
  }

  private open(): { readonly watch: FolderWatch; readonly map: SharedMap<Value> } {
    const watch = new FolderWatch(this.options);
    const map = new SharedMap({ ...this.options, name: 'memory', watch, decode: (value) => value });
    for (const [address, value] of map.entries()) {
      this.set(address, value);
    }
    map.onDidChange((addresses) => {
      addresses.forEach((address) => this.set(address, map.get(address)));
      if (!this.isUpdating) {
        this.changed.fire(addresses.map((address) => splitAddress(address)[1]));
      }
    });
    return { watch, map };
  }

  private updateRecord(name: string, value: Readonly<Record<string, Value>>): void {
    const known = { ...this.records.get(name) };
    for (const key of Object.keys(known)) {
      if (!Object.hasOwn(value, key)) {
        this.setEntry(`${name} ${key}`, key, undefined);
      }
    }
    for (const [key, entry] of Object.entries(value)) {
      if (known[key] !== entry && JSON.stringify(known[key]) !== JSON.stringify(entry)) {
        this.setEntry(`${name} ${key}`, key, entry);
      }
    }
  }

  private setEntry(address: string, key: string, value: Value): void {
    if (this.options.isOwn(key)) {
      this.set(address, value);
    } else {
      this.map.set(address, value);
    }
  }

  /** Sets a value. The latest one is the last in the map. */
  private set(address: string, value: Value): void {
    const [name, key] = splitAddress(address);
    if (key === '') {
      return;
    }
    const record = this.records.get(name) ?? (Object.create(null) as Record<string, Value>);
    this.records.set(name, record);
    Reflect.deleteProperty(record, key);
    if (value !== undefined) {
      record[key] = value;
    }
  }
}

/** Splits an address. Names contain no space, and a value that isn't a record has no key. */
function splitAddress(address: string): readonly [name: string, key: string] {
  const space = address.indexOf(' ');
  return space < 0 ? [address, ''] : [address.slice(0, space), address.slice(space + 1)];
}
