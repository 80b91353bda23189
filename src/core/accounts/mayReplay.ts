import type { JobEntry } from '../jobs/jobEntry';
import { canReplay } from '../jobs/jobState';
import type { Account } from './account';

/** Whether a replay is worth offering: the job allows it, and the account's token is not known to be read-only. */
export function mayReplay({ job }: Pick<JobEntry, 'job'>, account: Pick<Account, 'isReadOnly'> | undefined): boolean {
  return canReplay(job) && account?.isReadOnly !== true;
}
