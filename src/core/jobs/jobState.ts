import type { Job } from './job';
import type { JobEntry } from './jobEntry';

/**
 * The Brand and Partner reference has impact.com retry an ERROR job every 15 minutes, up to 5 times, before it becomes
 * FAILED; the Agency reference calls ERROR final. Until this long after its last change an ERROR job may still move.
 */
const RETRY_WINDOW_MS = 75 * 60_000;
/** A running job whose percentage has not moved for this long is said to stand still. */
const STALL_AFTER_MS = 10 * 60_000;

/** Whether the job is waiting or at work; an unknown status is taken to be at work, for no end may be invented. */
export function isActive({ status }: Job): boolean {
  return status === 'RUNNING' || status === 'QUEUED' || status === 'UNKNOWN';
}

/** Whether impact.com may still retry an ERROR job by itself. */
export function isRetrying(job: Job, nowMs: number): boolean {
  return job.status === 'ERROR' && nowMs < (retriesEndAt(job) ?? Infinity);
}

/** When an ERROR job is taken to have ended, if nothing more happens; undefined where it bears no date. */
export function retriesEndAt(job: Job): number | undefined {
  const changedAt = lastChangeAt(job);
  return changedAt === undefined ? undefined : changedAt + RETRY_WINDOW_MS;
}

/** Whether the job may still change without anybody asking for it. */
export function isWatched(job: Job, nowMs: number): boolean {
  return isActive(job) || isRetrying(job, nowMs);
}

/**
 * Trusts `Replayable`; where it is missing, a job in a terminal status typically can be replayed. Of a job that waits or
 * runs it says at most that the type of job can be replayed: the API refuses those.
 */
export function canReplay(job: Job): boolean {
  return job.status !== 'QUEUED' && job.status !== 'RUNNING' && (job.replayable ?? !isActive(job));
}

/** Only completed jobs have a result. */
export function canDownload({ status }: Job): boolean {
  return status === 'COMPLETED';
}

/** Whether there is a result that is neither here nor on its way. */
export function isToDownload({ job, download, transfer }: Pick<JobEntry, 'job' | 'download' | 'transfer'>): boolean {
  return canDownload(job) && download === undefined && (transfer?.kind ?? 'unfinished') === 'unfinished';
}

/** When the present run ended. By the status, not by which dates are set: a replayed job keeps its old dates. */
export function endedAt(job: Job): number | undefined {
  switch (job.status) {
    case 'COMPLETED':
      return job.completedAt;
    case 'CANCELLED':
      return job.cancelledAt ?? job.abandonedAt;
    case 'FAILED':
    case 'ERROR':
      return job.failedAt ?? job.abandonedAt;
    default:
      return undefined;
  }
}

/** The latest date that the job bears. */
export function lastChangeAt(job: Job): number | undefined {
  const dates = [
    job.failedAt,
    job.abandonedAt,
    job.cancelledAt,
    job.completedAt,
    job.progressAt,
    job.startedAt,
    job.createdAt,
  ];
  const known = dates.filter((date) => date !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}

/** How long the job has been running, or ran, in ms; undefined before its start. */
export function runDuration(job: Job, nowMs: number): number | undefined {
  if (job.startedAt === undefined || job.status === 'QUEUED') {
    return undefined;
  }
  const end = isActive(job) ? nowMs : endedAt(job);
  return end === undefined || end < job.startedAt ? undefined : end - job.startedAt;
}

/** How long the percentage has stood still, in ms, once that is worth saying. */
export function stalledFor(job: Job, nowMs: number): number | undefined {
  if (job.status !== 'RUNNING') {
    return undefined;
  }
  const movedAt = progressOfRunAt(job) ?? job.startedAt;
  const still = movedAt === undefined ? 0 : nowMs - movedAt;
  return still >= STALL_AFTER_MS ? still : undefined;
}

/** When the percentage of the present run moved last. After a replay under the same id, the date may be of the run before. */
export function progressOfRunAt({ progressAt, startedAt }: Job): number | undefined {
  return progressAt === undefined ? undefined : Math.max(progressAt, startedAt ?? progressAt);
}
