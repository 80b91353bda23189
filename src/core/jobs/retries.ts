import type { Job } from './job';
import { type FailedTries, type JobEntry, theirNow } from './jobEntry';
import type { AccountKind } from '../account';
import { canBeRetried, endedAt, isActive, isCompleted, isQueued, isRunning, isToBeRetried } from './jobState';

/** The Brand and Partner reference says that an ERROR job is retried every 15 minutes, five times in all. */
export const RETRY_EVERY_MS = 15 * 60_000;
export const MAX_TRIES = 5;
/** A little less than the interval, so that a try that starts early still counts. */
const MIN_RETRY_GAP_MS = RETRY_EVERY_MS - 60_000;

/** Whether impact.com retries ERROR jobs, by the API reference for each kind. For agencies, ERROR is final. */
export const RETRIES_BY_KIND: Readonly<Record<AccountKind, boolean>> = { agency: false, brand: true, partner: true };

/** The next try of an ERROR job. */
export interface Retry {
  /** The number of failed tries, if known. */
  readonly failedTries: number | undefined;
  /**
   * Milliseconds since the epoch, by this machine's clock. In the past if the try is due. Undefined if the job has no
   * date.
   */
  readonly nextAtMs: number | undefined;
}

export type RetriedEntry = Pick<JobEntry, 'job' | 'isRetriedByImpact' | 'clockAheadMs'>;

/** Whether impact.com is still retrying an ERROR job, as far as is known. */
export function isRetrying(entry: RetriedEntry, nowMs: number): boolean {
  return entry.isRetriedByImpact && canBeRetried(entry.job, theirNow(entry, nowMs));
}

/** Whether a job has run again after an error. A job that is queued after an error can be a user's replay. */
export function hasBeenRetried(before: Job | undefined, job: Job): boolean {
  if (before === undefined || !isToBeRetried(before)) {
    return false;
  }
  const [failedMs, againMs] = [endedAt(before), endedAt(job)];
  return isToBeRetried(job)
    ? failedMs !== undefined && againMs !== undefined && againMs > failedMs
    : isRunning(job) || isCompleted(job);
}

/** The job's next try. Undefined unless the job is in ERROR and still being retried. */
export function retryOf(entry: RetriedEntry & Pick<JobEntry, 'failedTries'>, nowMs: number): Retry | undefined {
  if (!isRetrying(entry, nowMs)) {
    return undefined;
  }
  const { job, failedTries, clockAheadMs } = entry;
  const nextAtMs = nextTryAt(job);
  return {
    failedTries: failedTries !== undefined && failedTries.least === failedTries.most ? failedTries.least : undefined,
    nextAtMs: nextAtMs === undefined ? undefined : nextAtMs - clockAheadMs,
  };
}

/** When impact.com retries an ERROR job, by its clock. Undefined if the job has no date. */
export function nextTryAt(job: Job): number | undefined {
  const failedAtMs = endedAt(job);
  return failedAtMs === undefined ? undefined : failedAtMs + RETRY_EVERY_MS;
}

/**
 * Counts the failed tries of a run. The API doesn't send the number, so this keeps bounds: at least the failures that
 * polls have seen, and at most as many as fit between the job's dates at 15-minute intervals.
 */
export function countFailedTries(known: FailedTries | undefined, job: Job): FailedTries | undefined {
  if (!isToBeRetried(job)) {
    return isActive(job) && !isQueued(job) ? known : undefined; // the next try, or another run
  }
  const atMs = endedAt(job);
  if (known !== undefined && (known.atMs === atMs || atMs === undefined)) {
    return known;
  }
  const least = Math.min(MAX_TRIES - 1, (known?.least ?? 0) + 1);
  const sinceKnown = known?.atMs === undefined ? MAX_TRIES : known.most + Math.max(1, triesWithin(known.atMs, atMs));
  const sinceCreation = 1 + triesWithin(job.createdAt, atMs);
  // An ERROR job becomes FAILED after the last try.
  return { least, most: Math.max(least, Math.min(MAX_TRIES - 1, sinceKnown, sinceCreation)), atMs };
}

function triesWithin(fromMs: number | undefined, toMs: number | undefined): number {
  return fromMs === undefined || toMs === undefined
    ? MAX_TRIES
    : Math.max(0, Math.floor((toMs - fromMs) / MIN_RETRY_GAP_MS));
}
