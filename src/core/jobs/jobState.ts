import type { Job } from './job';
import { END_DATES, STATUSES } from './statuses';

/**
 * How long after its last change an ERROR job might still change. By the Brand and Partner reference, impact.com
 * retries an ERROR job every 15 minutes, up to 5 times, before it becomes FAILED. The Agency reference calls ERROR
 * final.
 */
const RETRY_WINDOW_MS = 75 * 60_000;
/** The types of jobs that make a file. */
const EXPORT_TYPES: ReadonlySet<string> = new Set(['ApiReport', 'DownloadReport', 'ClickExport']);

type Status = Pick<Job, 'status'>;

/** Whether the job hasn't ended. A status that the API reference doesn't name counts as not ended. */
export function isActive({ status }: Status): boolean {
  return STATUSES[status].stage !== 'ended';
}

export function isQueued({ status }: Status): boolean {
  return STATUSES[status].stage === 'queued';
}

/** Whether the status is RUNNING. An unknown status doesn't count. */
export function isRunning({ status }: Status): boolean {
  return STATUSES[status].stage === 'running';
}

export function isCompleted({ status }: Status): boolean {
  return STATUSES[status].outcome === 'completed';
}

export function isFailed({ status }: Status): boolean {
  return STATUSES[status].outcome === 'failed';
}

/** Whether the job failed or was canceled. */
export function isUnsuccessful({ status }: Status): boolean {
  const { outcome } = STATUSES[status];
  return outcome !== undefined && outcome !== 'completed';
}

/** Whether impact.com can retry a job with this status. `canBeRetried` also considers the time. */
export function isToBeRetried({ status }: Status): boolean {
  return STATUSES[status].isRetried;
}

/**
 * Whether an ERROR job might still change, so that polls include it. `isRetrying` says whether impact.com is known to
 * retry it.
 */
export function canBeRetried(job: Job, nowMs: number): boolean {
  return isToBeRetried(job) && nowMs < (retriesEndAt(job) ?? Infinity);
}

/** When an ERROR job counts as ended if nothing else happens. Undefined if the job has no date. */
export function retriesEndAt(job: Job): number | undefined {
  const changedAt = lastChangeAt(job);
  return changedAt === undefined ? undefined : changedAt + RETRY_WINDOW_MS;
}

/** Whether the job can still change without a user's action. */
export function canStillChange(job: Job, nowMs: number): boolean {
  return isActive(job) || canBeRetried(job, nowMs);
}

/**
 * Whether the job can be replayed. Trusts `Replayable` for ended jobs, and allows a replay if the field is missing. For
 * queued and running jobs, the field describes only the job's type: the API rejects their replay.
 */
export function canReplay(job: Job): boolean {
  const { replay } = STATUSES[job.status];
  return replay !== 'never' && (job.replayable ?? replay === 'unlessDenied');
}

/**
 * Whether there is a result to download. By the API reference, a completed job has a `ResultUri`, so a job without one
 * (an ad upload, a contract change) has no result. Exports have one even if the response leaves out the field.
 */
export function hasResult(job: Pick<Job, 'status' | 'type' | 'resultUri'>): boolean {
  return isCompleted(job) && (job.resultUri !== '' || EXPORT_TYPES.has(job.type));
}

/** When the current run ended. The status decides which date counts, because a replayed job keeps its old dates. */
export function endedAt(job: Job): number | undefined {
  for (const date of STATUSES[job.status].endDates) {
    if (job[date] !== undefined) {
      return job[date];
    }
  }
  return undefined;
}

/** All dates of the job that are ends of runs, including earlier runs. */
export function endsOf(job: Job): readonly number[] {
  return END_DATES.map((date) => job[date]).filter((date) => date !== undefined);
}

/** The latest of all dates of the job. */
export function lastChangeAt(job: Job): number | undefined {
  const starts = [job.progressAt, job.startedAt, job.createdAt];
  const known = [...endsOf(job), ...starts.filter((date) => date !== undefined)];
  return known.length === 0 ? undefined : Math.max(...known);
}

/** How long the job has been running or ran, in ms. Undefined before its start. */
export function runDuration(job: Job, nowMs: number): number | undefined {
  if (job.startedAt === undefined || isQueued(job)) {
    return undefined;
  }
  const end = isActive(job) ? nowMs : endedAt(job);
  return end === undefined || end < job.startedAt ? undefined : end - job.startedAt;
}

/**
 * When the percentage of the current run last changed. This is the start of the run if the date belongs to an earlier
 * run under the same ID.
 */
export function progressOfRunAt({ progressAt, startedAt }: Job): number | undefined {
  return progressAt === undefined ? undefined : Math.max(progressAt, startedAt ?? progressAt);
}
