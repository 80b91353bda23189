import type { Clock } from '../clock';
import { isRetrying, isToBeRetried, retriesEndAt } from '../jobs/jobState';
import { RETRY_EVERY_MS } from '../jobs/retries';
import type { JobStore } from '../jobs/jobStore';
import type { EntryChange } from '../jobs/snapshot';

/** Timers stand still while the machine sleeps, and know nothing of a clock that is set: none is trusted for longer. */
const MAX_TIMER_MS = 60_000;

export interface RetryEndsOptions {
  readonly store: JobStore;
  readonly accountId: string;
  readonly clock: Clock;
}

/**
 * Ends the jobs of an account that stay in ERROR: when impact.com has had its time to try them again, the store tells of it
 * as of any other end. That takes a clock and no request: where nobody has looked of late, it waits for the next look.
 */
export class RetryEnds {
  /** By job id, when the time for tries is over. */
  private readonly ends = new Map<string, number>();
  private cancelTimer = (): void => undefined;
  private readonly unsubscribe: () => void;

  constructor(private readonly options: RetryEndsOptions) {
    const { store, accountId } = options;
    const known = [...(store.account(accountId)?.entries.values() ?? [])];
    this.note(known.map((after) => ({ before: undefined, after })));
    this.unsubscribe = store.onDidChange(({ entries }) => this.ends.size + entries.length > 0 && this.note(entries));
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
      const endMs = after && isRetrying(after.job, this.options.clock.now()) ? retriesEndAt(after.job) : undefined;
      if (endMs !== undefined) {
        this.ends.set(job.id, endMs);
      } else if (![before, after].every((entry) => entry !== undefined && isToBeRetried(entry.job))) {
        this.ends.delete(job.id); // else its time is over, and nobody has been told yet
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
      this.cancelTimer = clock.setTimer(() => this.tell(), Math.min(MAX_TIMER_MS, ...waits));
    }
  }

  /** Whether somebody has looked late enough to know that the job was not tried again: over a sleep or an outage nobody has. */
  private isSeen(endMs: number): boolean {
    const sync = this.options.store.account(this.options.accountId)?.sync;
    return sync?.kind === 'current' && sync.atMs >= endMs - RETRY_EVERY_MS;
  }

  private tell(): void {
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
