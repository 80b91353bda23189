import * as vscode from 'vscode';
import type { Job } from '../../core/jobs/job';
import type { JobEntry } from '../../core/jobs/jobEntry';
import { canReplay } from '../../core/jobs/jobState';
import type { JobStore } from '../../core/jobs/jobStore';
import type { Accounts } from '../accounts';
import { replayEntry } from '../exports/replayEntry';
import type { StoredJobMemory } from '../jobMemory';
import type { Watchers } from '../watchers';
import { workName } from '../words/jobWords';
import type { JobTargets } from './jobTargets';
import type { CommandHandlers } from './commands';

export interface JobCommandsOptions {
  readonly targets: JobTargets;
  readonly store: JobStore;
  readonly accounts: Accounts;
  readonly watchers: Watchers;
  readonly memory: StoredJobMemory;
  readonly reveal: (entry: JobEntry) => Promise<void>;
  readonly showDetails: (entry: JobEntry) => Promise<void>;
}

type JobCommand = 'replay' | 'showDetails' | 'revealJob';

/** The commands that act on jobs. */
export function jobCommands(options: JobCommandsOptions): Pick<CommandHandlers, JobCommand> {
  const { targets } = options;
  const one = async (argument: unknown, placeHolder: string): Promise<JobEntry | undefined> =>
    (await targets.resolve(argument, undefined, { placeHolder, accepts: () => true, many: false }))?.entries[0];

  return {
    async replay(argument, selection) {
      const picked = await targets.resolve(argument, selection, { placeHolder: vscode.l10n.t('Replay which job?'), accepts: ({ job }) => canReplay(job), many: true });
      if (picked === undefined) {
        return undefined;
      }
      const jobs = await inTurn(picked.entries, (entry) => replay(options, entry));
      return picked.isList ? jobs : jobs[0];
    },

    async showDetails(argument) {
      const entry = await one(argument, vscode.l10n.t('Show the details of which job?'));
      return entry && options.showDetails(entry);
    },

    async revealJob(argument) {
      const entry = await one(argument, vscode.l10n.t('Show which job?'));
      return entry && options.reveal(entry);
    },
  };
}

/** Runs a job again and brings the new one before the user's eyes. */
async function replay(options: JobCommandsOptions, original: JobEntry): Promise<Job> {
  const { store, reveal } = options;
  const replayed = await replayEntry(options, original);
  const entry = store.account(original.accountId)?.entries.get(replayed.id);
  if (entry !== undefined) {
    await reveal(entry);
  }
  const work = workName(original);
  void vscode.window.showInformationMessage(
    replayed.id === original.job.id ? vscode.l10n.t('{0} is queued again.', work) : vscode.l10n.t('{0} runs again as a new job. The old one stays as it is.', work),
  );
  return replayed;
}

async function inTurn<T, R>(items: readonly T[], act: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) {
    results.push(await act(item));
  }
  return results;
}
