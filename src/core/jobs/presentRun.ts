import type { Job } from './job';
import type { JobEntry } from './jobEntry';
import { endsOf, isActive, isQueued } from './jobState';

/**
 * Since when an active job waits or is at work in its present run, by its dates. Undefined where these are of a run before
 * it: a Brand's or Partner's job that is replayed is queued again under the same id, with its old dates still set.
 */
export function runningSince(job: Job): number | undefined {
  const { startedAt, createdAt } = job;
  const lastEndMs = lastEndOf(job);
  if (isQueued(job)) {
    return startedAt === undefined && lastEndMs === undefined ? createdAt : undefined;
  }
  const sinceMs = startedAt ?? createdAt;
  return sinceMs === undefined || sinceMs > (lastEndMs ?? -Infinity) ? sinceMs : undefined;
}

/** When the present run was seen first (milliseconds since the epoch, by this machine's clock), where the job's dates do not tell. */
export function runSeenAt(
  known: Pick<JobEntry, 'job' | 'runSeenAtMs'> | undefined,
  job: Job,
  nowMs: number,
): number | undefined {
  if (!isActive(job) || runningSince(job) !== undefined) {
    return undefined;
  }
  const isSameRun = known !== undefined && isActive(known.job) && lastEndOf(known.job) === lastEndOf(job);
  return (isSameRun ? known.runSeenAtMs : undefined) ?? nowMs;
}

/** When the latest run ended that has ended; undefined where none has. */
function lastEndOf(job: Job): number | undefined {
  const ends = endsOf(job);
  return ends.length === 0 ? undefined : Math.max(...ends);
}
