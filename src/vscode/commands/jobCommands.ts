import * as vscode from 'vscode';
import { explainReplayRefusal } from '../../core/accounts/replayRefusal';
import type { ApiClient } from '../../core/api/apiClient';
import { isApiError } from '../../core/api/apiError';
import type { Job } from '../../core/jobs/job';
import type { JobEntry } from '../../core/jobs/jobEntry';
import { jobKey } from '../../core/jobs/jobEntry';
import { canReplay } from '../../core/jobs/jobState';
import type { JobStore } from '../../core/jobs/jobStore';
import type { Accounts } from '../accounts';
import { UserError } from '../errorMessages';
import type { StoredJobMemory } from '../jobMemory';
import type { Watchers } from '../watchers';
import { statusInWords, workName } from '../words/jobWords';
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
async function replay(options: JobCommandsOptions, { accountId, job, key, name, parameters }: JobEntry): Promise<Job> {
  const { store, accounts, watchers, memory, reveal } = options;
  const work = workName({ name, job });
  const client = watchers.client(accountId);
  if (!canReplay(job) || client === undefined) {
    throw new UserError(vscode.l10n.t('{0} cannot be replayed: it is {1}.', work, statusInWords(job).toLowerCase()));
  }
  const replayed = await client.replayJob(job.id).catch((error: unknown) => explainRefusal(options, client, { name, job }, error));
  if (accounts.find(accountId)?.isReadOnly) {
    await accounts.note({ id: accountId }, { isReadOnly: false }); // it was given the right meanwhile
  }
  const newKey = jobKey(accountId, replayed.id);
  if (name !== undefined && newKey !== key) {
    await memory.setNames([[newKey, name]]);
  }
  if (parameters !== undefined && newKey !== key) {
    await memory.setExport(newKey, parameters);
  }
  if (newKey !== key) {
    await memory.setReplayOf(newKey, job.id);
  }
  store.applyJob(accountId, replayed);
  const entry = store.account(accountId)?.entries.get(replayed.id);
  if (entry !== undefined) {
    await reveal(entry);
  }
  void vscode.window.showInformationMessage(
    newKey === key ? vscode.l10n.t('{0} is queued again.', work) : vscode.l10n.t('{0} runs again as a new job. The old one stays as it is.', work),
  );
  return replayed;
}

/** Throws what is to be said of a refusal. A token that is known to be read-only is not asked about again. */
async function explainRefusal({ store, accounts }: JobCommandsOptions, client: ApiClient, { name, job }: Pick<JobEntry, 'name' | 'job'>, error: unknown): Promise<never> {
  const account = accounts.find(client.account.id);
  if (account === undefined || !isApiError(error) || error.kind !== 'forbidden') {
    throw error;
  }
  const refusal = account.isReadOnly ? ({ kind: 'readOnlyToken' } as const) : await explainReplayRefusal(client, job.id, error);
  switch (refusal?.kind) {
    case undefined:
      throw error;
    case 'notReplayable':
      store.applyJob(account.id, refusal.job);
      throw new UserError(vscode.l10n.t('{0} cannot be replayed. impact.com says: {1}', workName({ name, job }), error.serverMessage ?? statusInWords(refusal.job)), error);
    case 'readOnlyToken':
      await accounts.note(account, { isReadOnly: true });
      throw new UserError(vscode.l10n.t('The token of {0} is read-only: it lists and downloads jobs but cannot replay them. Replace it with one that may, or give it the right in impact.com under Settings > Technical > API.', account.name), error);
  }
}

async function inTurn<T, R>(items: readonly T[], act: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) {
    results.push(await act(item));
  }
  return results;
}
