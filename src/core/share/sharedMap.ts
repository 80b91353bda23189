import type { Clock } from '../clock';
import { Emitter } from '../event';
import type { FolderWatch } from './folderWatch';
import { SharedLog } from './sharedLog';

const MS_PER_DAY = 86_400_000;
/**
 * The length of a log period. Results are kept for 90 days, and no list shows older jobs: three whole periods and the
 * current one cover them.
 */
const PERIOD_MS = 30 * MS_PER_DAY;
const KEPT_PERIODS = 4;

export interface SharedMapOptions<T> {
  readonly folder: string;
  /** The name of the map: letters and dashes. */
  readonly name: string;
  readonly clock: Clock;
  /** A watch over the same folder. */
  readonly watch?: FolderWatch;
  /** Decodes a value. Undefined if it's invalid; it's then ignored. */
  readonly decode: (value: unknown) => T | undefined;
  /** Called if a change can't be stored. This window keeps it anyway. */
  readonly onProblem?: (error: unknown) => void;
}

interface Change<T> {
  readonly key: string;
  /** Undefined if the key was forgotten. */
  readonly value: T | undefined;
  readonly stamp: number;
}

/**
 * Small values about jobs, the same in all windows. Each change is one line of a log, so changes of several windows
 * merge and none is lost. If two change the same key, the later one wins. A key is kept for at least 90 days after it
 * was set.
 */
export class SharedMap<T> {
  private readonly changed = new Emitter<readonly string[]>();
  private readonly current = new Map<string, Change<T>>();
  private readonly log: SharedLog | undefined;
  private readonly stopListening: (() => void) | undefined;

  constructor(private readonly options: SharedMapOptions<T>) {
    const { folder, name, clock, watch } = options;
    this.log = this.attempt(
      () => new SharedLog({ folder, name, clock, periodMs: PERIOD_MS, keptPeriods: KEPT_PERIODS }),
    );
    this.readNew();
    this.stopListening = watch?.on((fileName) => {
      if (fileName === undefined || this.log?.owns(fileName) === true) {
        this.refresh();
      }
    });
  }

  get(key: string): T | undefined {
    return this.current.get(key)?.value;
  }

  *entries(): IterableIterator<readonly [key: string, value: T]> {
    for (const { key, value } of this.current.values()) {
      if (value !== undefined) {
        yield [key, value];
      }
    }
  }

  /**
   * Sets a value; undefined forgets the key. Other windows see the change within about a second, and this one at once.
   */
  set(key: string, value: T | undefined): void {
    // Changes of other windows so far are earlier, whatever any clock says.
    this.refresh();
    const stamp = Math.max(this.options.clock.now(), (this.current.get(key)?.stamp ?? 0) + 1);
    this.current.set(key, { key, value, stamp });
    this.attempt(() => this.log?.append(JSON.stringify({ key, value: value ?? null, stamp })));
    this.changed.fire([key]);
  }

  /** Adds a listener for the keys that changed, here or in another window. Returns a function that removes it. */
  onDidChange(listener: (keys: readonly string[]) => void): () => void {
    return this.changed.on(listener);
  }

  /** Reads the changes of other windows. Happens automatically when the watch reports a change. */
  refresh(): void {
    const keys = this.readNew();
    if (keys.length > 0) {
      this.changed.fire(keys);
    }
  }

  dispose(): void {
    this.stopListening?.();
  }

  private readNew(): string[] {
    const keys = new Set<string>();
    for (const line of this.attempt(() => this.log?.readNew()) ?? []) {
      const change = this.decodeLine(line);
      const known = change && this.current.get(change.key);
      // If two changes have the same time, the later line wins, in every window.
      if (
        change !== undefined &&
        change.stamp >= (known?.stamp ?? 0) &&
        JSON.stringify(change) !== JSON.stringify(known)
      ) {
        this.current.set(change.key, change);
        keys.add(change.key);
      }
    }
    return [...keys];
  }

  private decodeLine(line: string): Change<T> | undefined {
    try {
      const { key, value, stamp } = JSON.parse(line) as Readonly<Record<string, unknown>>;
      const decoded = value === null ? undefined : this.options.decode(value);
      const isWhole = typeof key === 'string' && typeof stamp === 'number' && (value === null || decoded !== undefined);
      return isWhole ? { key, value: decoded, stamp } : undefined;
    } catch {
      return undefined;
    }
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
