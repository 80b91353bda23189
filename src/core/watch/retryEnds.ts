import type { Clock } from '../clock';
import { isToBeRetried, retriesEndAt } from '../jobs/jobState';
import { isRetrying, RETRY_EVERY_MS } from '../jobs/retries';
import type { JobStore } from '../jobs/jobStore';
import type { EntryChange } from '../jobs/snapshot';

/** The longest timer. Timers stop while the machine sleeps and don't notice a changed clock. */
const MAX_TIMER_MS = 60_000;

export interface RetryEndsOptions {
  readonly store: JobStore;
  readonly accountId: string;
  readonly clock: Clock;
}

/**
 * Ends an account's jobs that stay in ERROR, after the time for retries is over. The store reports them like other
 * ends. A job that isn't retried was reported when it failed. This needs a clock and no request; if there was no recent
 * poll, it waits for the next one.
 */
export class RetryEnds {
  /** When the time for retries ends, by job ID and this machine's clock. */
  private readonly ends = new Map<string, number>();
  private cancelTimer = (): void => undefined;
  private readonly unsubscribe: () => void;

  constructor(private readonly options: RetryEndsOptions) {
    const { store, accountId } = options;
    const known = [...(store.account(accountId)?.entries.values() ?? [])];
    this.note(known.map((after) => ({ before: undefined, after })));
    this.unsubscribe = store.onDidChange(({ entries }) => this.note(entries));
  }

  dispose(): void {
    this.cancelTimer();
    this.unsubscribe();
  }

  private note(changes: readonly EntryChange[]): void {
    for (const { before, after } of changes) {
      const { accountId, job } = after ?? before ?? {};
      if (job === undefined || accountId !== this.options.accountId) {
        continue;
      }
      const endMs = after && isRetrying(after, this.options.clock.now()) ? retriesEndAt(after.job) : undefined;
      if (after !== undefined && endMs !== undefined) {
        this.ends.set(job.id, endMs - after.clockAheadMs);
      } else if (![before, after].every((entry) => entry !== undefined && isToBeRetried(entry.job))) {
        this.ends.delete(job.id); // otherwise the time is over, but not yet reported
      }
    }
    this.schedule();
  }

  private schedule(): void {
    this.cancelTimer();
    if (this.ends.size > 0) {
      const { clock } = this.options;
      const waits = [...this.ends.values()].map((endMs) =>
        this.isSeen(endMs) ? Math.max(0, endMs - clock.now()) : MAX_TIMER_MS,
      );
      this.cancelTimer = clock.setTimer(() => this.fire(), Math.min(MAX_TIMER_MS, ...waits));
    }
  }

  /** Whether a poll came late enough to show that the job wasn't retried. After a sleep or an outage, none has. */
  private isSeen(endMs: number): boolean {
    const sync = this.options.store.account(this.options.accountId)?.sync;
    return sync?.kind === 'current' && sync.atMs >= endMs - RETRY_EVERY_MS;
  }

  private fire(): void {
    const { store, accountId, clock } = this.options;
    const nowMs = clock.now();
    const due = [...this.ends].filter(([, endMs]) => endMs <= nowMs && this.isSeen(endMs)).map(([jobId]) => jobId);
    due.forEach((jobId) => this.ends.delete(jobId));
    this.schedule();
    if (due.length > 0) {
      store.endRetries(accountId, due);
    }
  }
}
