import type { Clock } from '../clock';
import { Emitter } from '../event';
import type { FolderWatch } from './folderWatch';
import { SharedLog } from './sharedLog';

const MS_PER_DAY = 86_400_000;
/** Results are kept for 90 days, and no list shows older jobs: three whole periods and the present one cover them. */
const PERIOD_MS = 30 * MS_PER_DAY;
const KEPT_PERIODS = 4;

export interface SharedMapOptions<T> {
  readonly folder: string;
  /** Letters and dashes. */
  readonly name: string;
  readonly clock: Clock;
  /** Of the same folder. */
  readonly watch?: FolderWatch;
  /** Undefined for what is none: it is passed over. */
  readonly decode: (value: unknown) => T | undefined;
  /** Hears why a change could not be stored; this window knows it all the same. */
  readonly onProblem?: (error: unknown) => void;
}

interface Change<T> {
  readonly key: string;
  /** Undefined: forgotten. */
  readonly value: T | undefined;
  readonly stamp: number;
}

/**
 * Small things that are remembered of jobs, the same in all windows. Each change is one line of a log, so that changes of
 * several windows merge and none is lost; of two for one key the later holds. A key is kept for at least 90 days after it was set.
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

  /** Undefined forgets the key. All windows know within a second or so, and this one at once. */
  set(key: string, value: T | undefined): void {
    // What other windows have said until now is earlier, whatever their clock or ours says.
    this.refresh();
    const stamp = Math.max(this.options.clock.now(), (this.current.get(key)?.stamp ?? 0) + 1);
    this.current.set(key, { key, value, stamp });
    this.attempt(() => this.log?.append(JSON.stringify({ key, value: value ?? null, stamp })));
    this.changed.fire([key]);
  }

  /** The keys that have changed, here or in another window. */
  onDidChange(listener: (keys: readonly string[]) => void): () => void {
    return this.changed.on(listener);
  }

  /** Reads what other windows have changed; by itself this happens when the folder's watch tells. */
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
      // Of two changes with one stamp the later line holds, in every window.
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
