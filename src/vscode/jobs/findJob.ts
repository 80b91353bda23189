import { type Account, isCalled } from '../../core/account';
import type { JobEntry } from '../../core/jobs/jobEntry';
import type { JobStore } from '../../core/jobs/jobStore';
import type { Accounts } from '../accounts/accounts';
import type { Watchers } from '../watching/watchers';

/** A job as a caller can name it. The account is needed only if several accounts have a job with this ID. */
export interface JobReference {
  readonly jobId: string;
  readonly accountId?: string | undefined;
  /** The account's SID, or the numeric ID of a brand reached through its agency. */
  readonly accountSid?: string | undefined;
}

export interface JobSources {
  readonly store: JobStore;
  readonly accounts: Pick<Accounts, 'on'>;
  readonly watchers: Pick<Watchers, 'clientOf'>;
}

/** The accounts that the job can belong to. */
export function ownersOf(
  { accounts }: Pick<JobSources, 'accounts'>,
  { accountId, accountSid }: JobReference,
): readonly Account[] {
  return accounts.on.filter((account) => (accountId ?? account.id) === account.id && isCalled(account, accountSid));
}

/** The job from the store: from the current list or an earlier one. */
export function knownJob(
  sources: Pick<JobSources, 'accounts' | 'store'>,
  reference: JobReference,
): JobEntry | undefined {
  return ownersOf(sources, reference)
    .map(({ id }) => sources.store.entry(id, reference.jobId))
    .find((entry) => entry !== undefined);
}

/**
 * Finds a job in the store or at impact.com, because it can be too old for the list. Throws ApiError, or UserError if
 * the account is signed out.
 */
export async function lookUpJob(
  { store, watchers }: Pick<JobSources, 'store' | 'watchers'>,
  accountId: string,
  jobId: string,
): Promise<JobEntry | undefined> {
  if (store.entry(accountId, jobId) === undefined) {
    store.applyJob(accountId, await (await watchers.clientOf(accountId)).getJob(jobId));
  }
  return store.entry(accountId, jobId);
}
