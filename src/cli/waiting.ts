import { waitForJob, type WaitOutcome } from '../core/agent/waitForJob';
import { isCredentialError, type ApiError } from '../core/apiError';
import { DEFAULTS } from '../core/defaults';
import type { JobEntry } from '../core/jobs/jobEntry';
import { canStillChange } from '../core/jobs/jobState';
import { timeLeft } from '../core/jobs/progress';
import { ENGLISH } from '../core/words/language';
import { clockTime, timeLeftInWords } from '../core/words/timeWords';
import type { Cli } from './cli';
import { cliSentence } from './cliSentence';
import { jobName, statusText } from './jobText';
import type { Session } from './session';

/** Does some work while the account's active jobs are polled, by the editor's schedule and within the same limit. */
export async function whileWatching<T>(session: Session, work: () => Promise<T>): Promise<T> {
  const { client, store, clock, share } = session;
  const { AccountWatch } = await import('../core/watch/accountWatch');
  const settings = { enabled: true, lookbackDays: DEFAULTS.lookbackDays };
  const watch = new AccountWatch({ client, store, clock, share, settings: () => settings });
  try {
    return await work();
  } finally {
    watch.dispose();
  }
}

/**
 * Waits until jobs have ended, and shows their progress. Says why a poll failed, and continues, unless the credentials
 * are the reason: then it throws ApiError.
 */
export async function waitForJobs(
  cli: Cli,
  session: Session,
  entries: readonly JobEntry[],
  { timeoutMs, onEnd }: { readonly timeoutMs: number; readonly onEnd: (outcome: WaitOutcome, jobId: string) => void },
): Promise<void> {
  const { store, clock } = session;
  const refused = new AbortController();
  const signal = AbortSignal.any([cli.signal, refused.signal]);
  const waitFor = async (entry: JobEntry): Promise<void> => {
    const outcome = await waitForJob(entry, { store, clock, timeoutMs, signal });
    cli.terminal.progress.remove(entry.key);
    if (!signal.aborted || outcome.outcome !== 'aborted') {
      onEnd(outcome, entry.job.id);
    }
  };
  if (!entries.some(({ job }) => canStillChange(job, clock.now()))) {
    await Promise.all(entries.map(waitFor));
    return;
  }
  await whileWatching(session, async () => {
    const stopShowing = showWaiting(cli, session, entries, (error) => refused.abort(error));
    try {
      await Promise.all(entries.map(waitFor));
    } finally {
      stopShowing();
    }
  });
  cli.signal.throwIfAborted();
  if (refused.signal.aborted) {
    throw refused.signal.reason as ApiError;
  }
}

/** A log needs no line for each percent. */
function inTens(percent: number | undefined): number | undefined {
  return percent === undefined ? undefined : Math.floor(percent / 10) * 10;
}

/** Shows the progress of jobs, and why they can't be polled for now. Returns a function that stops it. */
export function showWaiting(
  { terminal }: Cli,
  { store, clock, account }: Session,
  entries: readonly Pick<JobEntry, 'key' | 'job'>[],
  onRefused: (error: ApiError) => void,
): () => void {
  let reportedKind: string | undefined;
  const show = (): void => {
    const nowMs = clock.now();
    for (const { job } of entries) {
      const entry = store.entry(account.id, job.id);
      if (entry !== undefined && canStillChange(entry.job, nowMs)) {
        const leftMs = timeLeft(entry, nowMs);
        const left = leftMs === undefined ? [] : [timeLeftInWords(leftMs, ENGLISH)];
        terminal.progress.set(entry.key, {
          label: `${jobName(entry)} ${job.id.slice(0, 8)}`,
          share: (entry.job.percent ?? 0) / 100,
          text: [statusText(entry), ...left].join(', '),
          step: statusText({ ...entry, job: { ...entry.job, percent: inTens(entry.job.percent) } }),
        });
      }
    }
    const sync = store.account(account.id)?.sync;
    if (sync?.kind !== 'failed') {
      reportedKind = undefined;
    } else if (isCredentialError(sync.error)) {
      onRefused(sync.error);
    } else if (reportedKind !== sync.error.kind) {
      reportedKind = sync.error.kind;
      const next = sync.nextTryAtMs === undefined ? '' : ` Next try at ${clockTime(sync.nextTryAtMs, nowMs, ENGLISH)}.`;
      terminal.note(`${cliSentence(sync.error, nowMs)}${next}`);
    }
  };
  const stop = store.onDidChange(show);
  show();
  return stop;
}
