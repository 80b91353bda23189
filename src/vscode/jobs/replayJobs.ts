import * as vscode from 'vscode';
import type { Clock } from '../../core/clock';
import type { Job } from '../../core/jobs/job';
import type { JobEntry } from '../../core/jobs/jobEntry';
import { isCompleted } from '../../core/jobs/jobState';
import type { JobStore } from '../../core/jobs/jobStore';
import type { Accounts } from '../accounts/accounts';
import { sentenceFor } from '../words/errorMessages';
import { UserError } from '../words/userError';
import { replayEntry } from '../exports/replayEntry';
import type { StoredJobMemory } from './jobMemory';
import { inform, isConfirmed } from '../messages';
import type { Watchers } from '../watching/watchers';
import { jobDescription, workName } from './jobWords';

/** Replaying more jobs than this at once needs a confirmation. */
const MANY = 5;

export interface ReplayOptions {
  readonly store: JobStore;
  readonly accounts: Accounts;
  readonly watchers: Watchers;
  readonly clock: Clock;
  readonly memory: StoredJobMemory;
  readonly reveal: (entry: JobEntry, focus?: boolean) => Promise<void>;
}

/** Replays jobs one after the other, and shows the row of the newest one. Stops at the first failure. */
export async function replayJobs(options: ReplayOptions, entries: readonly JobEntry[]): Promise<readonly Job[]> {
  const { clock, store, reveal } = options;
  const jobs: Job[] = [];
  let shown: JobEntry | undefined;
  for (const entry of entries) {
    try {
      const job = await replayEntry(options, entry);
      jobs.push(job);
      shown = store.entry(entry.accountId, job.id);
    } catch (error) {
      if (jobs.length === 0) {
        throw error;
      }
      throw new UserError(
        vscode.l10n.t(
          'Replayed {0} of {1} jobs, and then stopped: {2}',
          jobs.length,
          entries.length,
          sentenceFor(error, clock.now()),
        ),
        error,
      );
    }
  }
  if (shown !== undefined) {
    await reveal(shown);
  }
  void inform(replayedInWords(entries, jobs));
  return jobs;
}

/**
 * Asks for a confirmation if there are many jobs, or one that has completed. A replay can't be undone, and a row can
 * move just before the user clicks it.
 */
export async function isConfirmedByUser(
  { store, clock }: ReplayOptions,
  entries: readonly JobEntry[],
): Promise<boolean> {
  const completed = entries.find(({ job }) => isCompleted(job));
  if (entries.length <= MANY && completed === undefined) {
    return true;
  }
  if (entries.length > 1 || completed === undefined) {
    return isConfirmed(
      vscode.l10n.t('Replay {0} jobs?', entries.length),
      vscode.l10n.t('Replay'),
      vscode.l10n.t('Each one runs again at impact.com.'),
    );
  }
  const makesNewJob = store.account(completed.accountId)?.account.kind === 'agency';
  const effect = makesNewJob
    ? vscode.l10n.t('It runs again as a new job.')
    : vscode.l10n.t('It runs again, and its new result replaces the one at impact.com.');
  return isConfirmed(
    vscode.l10n.t('Replay {0}?', workName(completed)),
    vscode.l10n.t('Replay'),
    `${jobDescription(completed, clock.now(), true)}\n${effect}`,
  );
}

function replayedInWords([first, ...others]: readonly JobEntry[], [job]: readonly Job[]): string {
  if (first === undefined || others.length > 0) {
    return vscode.l10n.t('Replayed {0} jobs.', others.length + 1);
  }
  const work = workName(first);
  return job?.id === first.job.id
    ? vscode.l10n.t('{0} is queued again.', work)
    : vscode.l10n.t('Replayed {0} as a new job. The original is unchanged.', work);
}
