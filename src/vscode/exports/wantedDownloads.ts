import { isApiError } from '../../core/apiError';
import type { Clock } from '../../core/clock';
import { type JobEntry, jobOfKey } from '../../core/jobs/jobEntry';
import { isCompleted } from '../../core/jobs/jobState';
import type { JobStore } from '../../core/jobs/jobStore';
import { entryIn } from '../../core/jobs/snapshot';
import { stateOfAwaited } from '../../core/runs/runExports';
import { DisposableStore } from '../lifecycle';
import { keepPending, type PendingContext, readPending, WANTED_DOWNLOADS_KEY } from '../savedExports/pendingState';

const MAX_WANTED = 500;

export interface WantedDownloadsOptions {
  readonly context: PendingContext;
  readonly store: JobStore;
  readonly clock: Clock;
  /** Asks impact.com about a job that isn't in the store. */
  readonly lookUp: (accountId: string, jobId: string) => Promise<unknown>;
  readonly download: (entries: readonly JobEntry[]) => Promise<unknown>;
  readonly onProblem: (error: unknown) => void;
}

/** Results to download into this workspace as soon as their jobs complete. Remembered across a reload. */
export class WantedDownloads {
  private readonly keys: Set<string>;
  private readonly askedFor = new Set<string>();
  private readonly subscriptions = new DisposableStore();

  constructor(private readonly options: WantedDownloadsOptions) {
    this.keys = new Set(decodeKeys(readPending(options.context, WANTED_DOWNLOADS_KEY)));
    this.subscriptions.addFunction(options.store.onDidChange(() => this.look()));
    this.look();
  }

  add({ key }: JobEntry): void {
    this.keys.add(key);
    this.keep();
    this.look();
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  /**
   * Downloads the results that are ready. Forgets those that will never be: of a job that failed, or of an account that
   * is signed out.
   */
  private look(): void {
    const { store, clock, download, onProblem } = this.options;
    const done: JobEntry[] = [];
    for (const key of this.keys) {
      const { accountId, jobId } = jobOfKey(key);
      const account = store.account(accountId);
      const entry = entryIn(account, jobId);
      if (account === undefined || (entry !== undefined && stateOfAwaited(entry.job, clock.now()) !== 'waiting')) {
        this.forget(key);
      }
      if (entry !== undefined && isCompleted(entry.job) && entry.download === undefined) {
        done.push(entry);
      } else if (entry === undefined && account?.sync.kind === 'current' && !this.askedFor.has(key)) {
        this.askedFor.add(key);
        void this.ask(key, accountId, jobId);
      }
    }
    if (done.length > 0) {
      void download(done).catch(onProblem);
    }
  }

  /**
   * Looks up a job that might be too old for the list. Forgets it if impact.com doesn't have it. If impact.com doesn't
   * respond, the next session asks again.
   */
  private async ask(key: string, accountId: string, jobId: string): Promise<void> {
    try {
      await this.options.lookUp(accountId, jobId);
    } catch (error) {
      if (isApiError(error) && error.kind === 'notFound') {
        this.forget(key);
      }
    }
  }

  private forget(key: string): void {
    this.keys.delete(key);
    this.keep();
  }

  private keep(): void {
    // Stores nothing if the list is empty, because a stored value makes the next window load this code.
    const kept = this.keys.size === 0 ? undefined : [...this.keys].slice(-MAX_WANTED);
    void keepPending(this.options.context, WANTED_DOWNLOADS_KEY, kept);
  }
}

/** Skips invalid entries, because another version might have written the value. */
function decodeKeys(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((key) => typeof key === 'string') : [];
}
