import { isRecord } from '../isRecord';
import { Emitter } from '../event';
import { FolderWatch, type FolderWatchOptions } from './folderWatch';
import { SharedLog } from './sharedLog';

const MS_PER_DAY = 86_400_000;
/**
 * The length of a log period. Results are kept for 90 days, and no list shows older jobs: three whole periods and the
 * current one cover them.
 */
const PERIOD_MS = 30 * MS_PER_DAY;
const KEPT_PERIODS = 4;

/** A record's entries, and other values, as JSON keeps them. */
type Value = unknown;

export interface SharedRecordsOptions extends FolderWatchOptions {
  /** Whether an entry stays in this window. */
  readonly isOwn: (key: string) => boolean;
  /** Called if a change can't be stored. This window keeps it anyway. */
  readonly onProblem?: (error: unknown) => void;
}

/** A line of the log. The key is a value's name and, for an entry of a record, the entry's key after a space. */
interface Line {
  readonly key: string;
  /** Null if the value or entry was removed. */
  readonly value: Value;
  readonly stamp: number;
}

/**
 * Values by name, like VS Code's Memento, but the same in all windows at once. Objects are shared entry by entry: each
 * change of an entry is a line of a log, so windows that set different entries at the same moment lose none, and if two
 * set the same one, the later one wins. An entry is kept for at least 90 days after it was set. Don't change what `get`
 * returns. The folder is created, read, and watched from the first call on.
 */
export class SharedRecords {
  private readonly values = new Map<string, Value>();
  private readonly stamps = new Map<string, number>();
  private readonly changed = new Emitter<readonly string[]>();
  private log: SharedLog | undefined;
  private watch: FolderWatch | undefined;

  constructor(private readonly options: SharedRecordsOptions) {}

  get<T>(name: string, fallback: T): T {
    this.open();
    return (this.values.get(name) ?? fallback) as T;
  }

  /** Sets a value. Other windows see the change within about a second, and this one at once. */
  update(name: string, value: Value): Promise<void> {
    this.open();
    const known = { ...this.recordOf(name) };
    // Changes of other windows so far are earlier, whatever any clock says.
    this.refresh();
    if (!isRecord(value)) {
      this.write(name, value);
      return Promise.resolve();
    }
    for (const key of Object.keys(known)) {
      if (!Object.hasOwn(value, key)) {
        this.setEntry(name, key, undefined);
      }
    }
    for (const [key, entry] of Object.entries(value)) {
      if (known[key] !== entry && JSON.stringify(known[key]) !== JSON.stringify(entry)) {
        this.setEntry(name, key, entry);
      }
    }
    return Promise.resolve();
  }

  /** Adds a listener for the keys of entries that another window changed. Returns a function that removes it. */
  onDidChange(listener: (keys: readonly string[]) => void): () => void {
    return this.changed.on(listener);
  }

  dispose(): void {
    this.watch?.dispose();
  }

  private open(): void {
    if (this.watch !== undefined) {
      return;
    }
    const { folder, clock } = this.options;
    this.watch = new FolderWatch(this.options);
    this.log = this.attempt(
      () => new SharedLog({ folder, name: 'memory', clock, periodMs: PERIOD_MS, keptPeriods: KEPT_PERIODS }),
    );
    this.readNew();
    this.watch.on((fileName) => {
      if (fileName === undefined || this.log?.owns(fileName) === true) {
        this.refresh();
      }
    });
  }

  private refresh(): void {
    const keys = this.readNew();
    if (keys.size > 0) {
      this.changed.fire([...keys]);
    }
  }

  /** Reads what other windows have changed. Returns the keys of the entries. */
  private readNew(): ReadonlySet<string> {
    const keys = new Set<string>();
    for (const line of this.attempt(() => this.log?.readNew()) ?? []) {
      const { key: address, value, stamp } = decodeLine(line) ?? {};
      // If two changes have the same time, the later line wins, in every window.
      if (address !== undefined && stamp !== undefined && stamp >= (this.stamps.get(address) ?? 0)) {
        this.stamps.set(address, stamp);
        if (JSON.stringify(this.valueAt(address) ?? null) !== JSON.stringify(value)) {
          this.setValue(address, value ?? undefined);
          keys.add(splitAddress(address)[1] ?? '');
        }
      }
    }
    return keys;
  }

  private setEntry(name: string, key: string, value: Value): void {
    const address = `${name} ${key}`;
    if (this.options.isOwn(key)) {
      this.setValue(address, value);
    } else {
      this.write(address, value);
    }
  }

  private write(address: string, value: Value): void {
    const stamp = Math.max(this.options.clock.now(), (this.stamps.get(address) ?? 0) + 1);
    this.stamps.set(address, stamp);
    this.setValue(address, value);
    const line: Line = { key: address, value: value ?? null, stamp };
    this.attempt(() => this.log?.append(JSON.stringify(line)));
  }

  private valueAt(address: string): Value {
    const [name, key] = splitAddress(address);
    return key === undefined ? this.values.get(name) : this.recordOf(name)?.[key];
  }

  /** Sets a value or an entry. The latest entry is the last of its record. */
  private setValue(address: string, value: Value): void {
    const [name, key] = splitAddress(address);
    if (key === undefined) {
      this.values.set(name, value);
      return;
    }
    const record = this.recordOf(name) ?? (Object.create(null) as Record<string, Value>);
    this.values.set(name, record);
    Reflect.deleteProperty(record, key);
    if (value !== undefined) {
      record[key] = value;
    }
  }

  private recordOf(name: string): Record<string, Value> | undefined {
    const value = this.values.get(name);
    return isRecord(value) ? value : undefined;
  }

  private attempt<R>(action: () => R): R | undefined {
    try {
      return action();
    } catch (error) {
      this.options.onProblem?.(error);
      return undefined;
    }
  }
}

function decodeLine(line: string): Line | undefined {
  try {
    const { key, value, stamp } = JSON.parse(line) as Readonly<Record<string, unknown>>;
    const isWhole = typeof key === 'string' && typeof stamp === 'number' && value !== undefined;
    return isWhole ? { key, value, stamp } : undefined;
  } catch {
    return undefined;
  }
}

/** Splits an address. Names contain no space, and a value that isn't a record has no key. */
function splitAddress(address: string): readonly [name: string, key: string | undefined] {
  const space = address.indexOf(' ');
  return space < 0 ? [address, undefined] : [address.slice(0, space), address.slice(space + 1)];
}
