import type { Clock } from '../clock';
import type { JobEntry } from '../jobs/jobEntry';
import { canStillChange } from '../jobs/jobState';
import type { JobStore } from '../jobs/jobStore';

export interface WaitOptions {
  readonly store: JobStore;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Called if the job has changed and not ended. */
  readonly onChange?: (entry: JobEntry) => void;
}

/**
 * How a wait ended, and the job as last seen. `gone` means that impact.com no longer has the job, or that the account
 * was signed out.
 */
export type WaitOutcome =
  { readonly outcome: 'ended' | 'timeout' | 'aborted'; readonly entry: JobEntry } | { readonly outcome: 'gone' };

/**
 * Waits until a job has ended. Follows the polls and sends no requests. A job in ERROR that impact.com still retries
 * hasn't ended.
 */
export function waitForJob(
  { accountId, job: { id } }: JobEntry,
  { store, clock, timeoutMs, signal, onChange }: WaitOptions,
): Promise<WaitOutcome> {
  return new Promise((resolve) => {
    let last: JobEntry | undefined;
    const look = (otherwise?: 'timeout' | 'aborted'): void => {
      const entry = store.entry(accountId, id);
      if (entry === undefined) {
        finish({ outcome: 'gone' });
      } else if (!canStillChange(entry.job, clock.now())) {
        finish({ outcome: 'ended', entry });
      } else if (otherwise !== undefined) {
        finish({ outcome: otherwise, entry });
      } else if (entry !== last) {
        onChange?.(entry);
      }
      last = entry;
    };
    const onAbort = (): void => look('aborted');
    const stopListening = store.onDidChange(() => look());
    const stopTimer = clock.setTimer(() => look('timeout'), timeoutMs);
    const finish = (outcome: WaitOutcome): void => {
      stopListening();
      stopTimer();
      signal.removeEventListener('abort', onAbort);
      resolve(outcome);
    };
    signal.addEventListener('abort', onAbort);
    look(signal.aborted ? 'aborted' : undefined);
  });
}
