import type { Job } from './job';
import type { JobEntry } from './jobEntry';
import { endsOf, isActive, isQueued } from './jobState';

/**
 * When the current run of an active job was queued or started, by the job's dates. Undefined if the dates belong to an
 * earlier run: a replayed Brand or Partner job is queued again under the same ID and keeps its old dates.
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

/**
 * When the current run was first seen, in milliseconds since the epoch by this machine's clock. Undefined if the job's
 * dates say when it began.
 */
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

/** When the latest ended run ended. Undefined if none has. */
function lastEndOf(job: Job): number | undefined {
  const ends = endsOf(job);
  return ends.length === 0 ? undefined : Math.max(...ends);
}
