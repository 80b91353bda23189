import type { Job } from './job';
import { END_DATES, STATUSES } from './statuses';

/**
 * The Brand and Partner reference has impact.com retry an ERROR job every 15 minutes, up to 5 times, before it becomes
 * FAILED; the Agency reference calls ERROR final. Until this long after its last change an ERROR job may still move.
 */
const RETRY_WINDOW_MS = 75 * 60_000;
/** A running job whose percentage has not moved for this long is said to stand still. */
const STALL_AFTER_MS = 10 * 60_000;
/** The types of job that make a file. */
const EXPORT_TYPES: ReadonlySet<string> = new Set(['ApiReport', 'DownloadReport', 'ClickExport']);

type Status = Pick<Job, 'status'>;

/** Whether the job has not ended. A status that the reference does not name is no end. */
export function isActive({ status }: Status): boolean {
  return STATUSES[status].stage !== 'ended';
}

export function isQueued({ status }: Status): boolean {
  return STATUSES[status].stage === 'queued';
}

/** Whether impact.com says that the job is at work; of an unknown status it does not. */
export function isRunning({ status }: Status): boolean {
  return STATUSES[status].stage === 'running';
}

export function isCompleted({ status }: Status): boolean {
  return STATUSES[status].outcome === 'completed';
}

export function isFailed({ status }: Status): boolean {
  return STATUSES[status].outcome === 'failed';
}

/** Whether the job ended without doing its work. */
export function isUnsuccessful({ status }: Status): boolean {
  const { outcome } = STATUSES[status];
  return outcome !== undefined && outcome !== 'completed';
}

/** Whether the job's status is one after which impact.com may try again; for how long is another matter. */
export function isToBeRetried({ status }: Status): boolean {
  return STATUSES[status].isRetried;
}

/** Whether impact.com may still retry an ERROR job by itself. */
export function isRetrying(job: Job, nowMs: number): boolean {
  return isToBeRetried(job) && nowMs < (retriesEndAt(job) ?? Infinity);
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
  const { replay } = STATUSES[job.status];
  return replay !== 'never' && (job.replayable ?? replay === 'unlessDenied');
}

/**
 * Whether there is a result to download. The reference has `ResultUri` set once a job has completed, so a job without one
 * (an ad upload, a contract change) has none; but jobs that do nothing else than make a file have one even where an answer
 * leaves the field out.
 */
export function hasResult(job: Pick<Job, 'status' | 'type' | 'resultUri'>): boolean {
  return isCompleted(job) && (job.resultUri !== '' || EXPORT_TYPES.has(job.type));
}

/** When the present run ended. By the status, not by which dates are set: a replayed job keeps its old dates. */
export function endedAt(job: Job): number | undefined {
  for (const date of STATUSES[job.status].endDates) {
    if (job[date] !== undefined) {
      return job[date];
    }
  }
  return undefined;
}

/** The ends that the job bears, of earlier runs too. */
export function endsOf(job: Job): readonly number[] {
  return END_DATES.map((date) => job[date]).filter((date) => date !== undefined);
}

/** The latest date that the job bears. */
export function lastChangeAt(job: Job): number | undefined {
  const starts = [job.progressAt, job.startedAt, job.createdAt];
  const known = [...endsOf(job), ...starts.filter((date) => date !== undefined)];
  return known.length === 0 ? undefined : Math.max(...known);
}

/** How long the job has been running, or ran, in ms; undefined before its start. */
export function runDuration(job: Job, nowMs: number): number | undefined {
  if (job.startedAt === undefined || isQueued(job)) {
    return undefined;
  }
  const end = isActive(job) ? nowMs : endedAt(job);
  return end === undefined || end < job.startedAt ? undefined : end - job.startedAt;
}

/** How long the percentage has stood still, in ms, once that is worth saying. */
export function stalledFor(job: Job, nowMs: number): number | undefined {
  if (!isRunning(job)) {
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
