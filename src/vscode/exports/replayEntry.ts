import * as vscode from 'vscode';
import { explainReplayRefusal } from '../../core/accounts/replayRefusal';
import type { ApiClient } from '../../core/api/apiClient';
import { isApiError } from '../../core/apiError';
import type { Job } from '../../core/jobs/job';
import { jobKey, type JobEntry } from '../../core/jobs/jobEntry';
import { canReplay } from '../../core/jobs/jobState';
import type { Accounts } from '../accounts/accounts';
import { UserError } from '../words/userError';
import { statusInWords, workName } from '../jobs/jobWords';
import type { ExportParts } from './scheduleExport';

export interface ReplayParts extends Pick<ExportParts, 'store' | 'watchers' | 'memory'> {
  readonly accounts: Accounts;
}

/**
 * Replays a job. The new job gets the original's name and parameters, and appears in the list. Throws ApiError, or a
 * `UserError`.
 */
export async function replayEntry(
  parts: ReplayParts,
  { accountId, job, key, name, parameters }: JobEntry,
): Promise<Job> {
  const { store, accounts, watchers, memory } = parts;
  const client = watchers.client(accountId);
  if (!canReplay(job) || client === undefined) {
    throw new UserError(
      vscode.l10n.t("{0} can't be replayed ({1}).", workName({ name, job }), statusInWords(job).toLowerCase()),
    );
  }
  const replayed = await client
    .replayJob(job.id)
    .catch((error: unknown) => explainRefusal(parts, client, { name, job }, error));
  if (accounts.find(accountId)?.isReadOnly) {
    await accounts.note({ id: accountId }, { isReadOnly: false }); // the token now has the permission
  }
  const newKey = jobKey(accountId, replayed.id);
  if (newKey !== key) {
    // Separately, because a learned name gives way to one from the replay's own result.
    memory.names.set([[newKey, memory.names.get(key)]]);
    memory.learnedNames.set([[newKey, memory.learnedNames.get(key)]]);
    memory.exports.set([[newKey, parameters]]);
    memory.replays.set([[newKey, job.id]]);
  }
  store.applyJob(accountId, replayed);
  return replayed;
}

/** Throws an error that explains the refusal. Sends no more requests if the token is known to be read-only. */
async function explainRefusal(
  { store, accounts }: ReplayParts,
  client: ApiClient,
  { name, job }: Pick<JobEntry, 'name' | 'job'>,
  error: unknown,
): Promise<never> {
  const account = accounts.find(client.account.id);
  if (account === undefined || !isApiError(error) || error.kind !== 'forbidden') {
    throw error;
  }
  const refusal = account.isReadOnly
    ? ({ kind: 'readOnlyToken' } as const)
    : await explainReplayRefusal(client, job.id, error);
  switch (refusal?.kind) {
    case undefined:
      throw error;
    case 'notReplayable':
      store.applyJob(account.id, refusal.job);
      throw new UserError(
        vscode.l10n.t(
          "{0} can't be replayed. impact.com says: {1}",
          workName({ name, job }),
          error.serverMessage ?? statusInWords(refusal.job),
        ),
        error,
      );
    case 'readOnlyToken':
      await accounts.note(account, { isReadOnly: true });
      throw new UserError(
        vscode.l10n.t(
          'The token of {0} is read-only: it can list and download jobs but not replay them. Replace it with a token that can, or change its permissions in impact.com under Settings > Technical > API.',
          account.name,
        ),
        error,
      );
  }
}
