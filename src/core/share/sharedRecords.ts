import { Emitter } from '../event';
import { fieldsOf } from '../isRecord';
import { parsed } from '../parsed';
import { FolderWatch, type FolderWatchOptions } from './folderWatch';
import { SharedLog } from './sharedLog';

const MS_PER_DAY = 86_400_000;
/**
 * The length of a log period. Results are kept for 90 days, and no list shows older jobs: three whole periods and the
 * current one cover them.
 */
const PERIOD_MS = 30 * MS_PER_DAY;
const KEPT_PERIODS = 4;

export interface SharedRecordsOptions extends FolderWatchOptions {
  /** Whether an entry stays in this window. */
  readonly isOwn: (key: string) => boolean;
  /** Called if a change can't be stored. This window keeps it anyway. */
  readonly onProblem: (error: unknown) => void;
}

/** A line of the log. */
interface Line {
  /** A record's name, which contains no space, a space, and the entry's key. */
  readonly key: string;
  /** Null if the entry was removed. */
  readonly value: unknown;
  readonly stamp: number;
}

const NO_ENTRIES: ReadonlyMap<string, unknown> = new Map();

/**
 * Records by name, the same in all windows at once. Each change of an entry is a line of a log, so windows that set
 * different entries at the same moment lose none, and if two set the same one, the later one wins. An entry is kept for
 * at least 90 days after it was set. The folder is created, read, and watched from the first call on.
 */
export class SharedRecords {
  private readonly records = new Map<string, Map<string, unknown>>();
  private readonly stamps = new Map<string, number>();
  private readonly changed = new Emitter<readonly string[]>();
  private readonly log: SharedLog;
  private watch: FolderWatch | undefined;

  constructor(private readonly options: SharedRecordsOptions) {
    const { folder, clock } = options;
    this.log = new SharedLog({ folder, name: 'memory', clock, periodMs: PERIOD_MS, keptPeriods: KEPT_PERIODS });
  }

  /** A record's entries. The one that was set last is the last. */
  record(name: string): ReadonlyMap<string, unknown> {
    this.open();
    return this.records.get(name) ?? NO_ENTRIES;
  }

  /**
   * Sets entries, and removes those whose value is undefined. Other windows see the changes within about a second, and
   * this one at once.
   */
  set(name: string, entries: Iterable<readonly [key: string, value: unknown]>): void {
    this.open();
    // Changes of other windows so far are earlier, whatever any clock says.
    this.refresh();
    for (const [key, value] of entries) {
      this.setEntry(name, key, value);
    }
  }

  /** Adds a listener for the keys of entries that another window changed. Returns a function that removes it. */
  onDidChange(listener: (keys: readonly string[]) => void): () => void {
    return this.changed.on(listener);
  }

  dispose(): void {
    this.watch?.dispose();
  }

  private open(): void {
    if (this.watch === undefined) {
      this.watch = new FolderWatch(this.options);
      this.readNew();
      this.watch.on(() => this.refresh());
    }
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
    this.attempt(() =>
      this.log.readNew().forEach((line) => {
        const change = decodeLine(line);
        // If two changes have the same time, the later line wins, in every window.
        if (change !== undefined && change.stamp >= (this.stamps.get(change.key) ?? 0)) {
          const [name, key] = splitAddress(change.key);
          this.stamps.set(change.key, change.stamp);
          if (this.setValue(name, key, change.value ?? undefined)) {
            keys.add(key);
          }
        }
      }),
    );
    return keys;
  }

  private setEntry(name: string, key: string, value: unknown): void {
    const address = `${name} ${key}`;
    if (this.setValue(name, key, value) && !this.options.isOwn(key)) {
      const stamp = Math.max(this.options.clock.now(), (this.stamps.get(address) ?? 0) + 1);
      this.stamps.set(address, stamp);
      const line: Line = { key: address, value: value ?? null, stamp };
      this.attempt(() => this.log.append(JSON.stringify(line)));
    }
  }

  /** False if the entry has this value already. */
  private setValue(name: string, key: string, value: unknown): boolean {
    const record = this.records.get(name) ?? new Map<string, unknown>();
    if (JSON.stringify(record.get(key)) === JSON.stringify(value)) {
      return false;
    }
    this.records.set(name, record);
    record.delete(key);
    if (value !== undefined) {
      record.set(key, value);
    }
    return true;
  }

  private attempt(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.options.onProblem(error);
    }
  }
}

function decodeLine(line: string): Line | undefined {
  const { key, value, stamp } = fieldsOf(parsed(line));
  const isWhole = typeof key === 'string' && key.includes(' ') && typeof stamp === 'number' && value !== undefined;
  return isWhole ? { key, value, stamp } : undefined;
}

function splitAddress(address: string): readonly [name: string, key: string] {
  const space = address.indexOf(' ');
  return [address.slice(0, space), address.slice(space + 1)];
}
