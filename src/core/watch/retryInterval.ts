import type { Job } from '../jobs/job';
import { canBeRetried } from '../jobs/jobState';
import { nextTryAt, RETRY_EVERY_MS } from '../jobs/retries';

/** How long after a retry is due to poll, so that the poll finds the job running or ended. */
const AFTER_TRY_MS = 30_000;
/** The interval while a retry is late or its time is unknown. */
const SLOW_INTERVAL_MS = 5 * 60_000;
/** How far the server's clock can be ahead of this one. A retry later than that isn't expected. */
const MAX_SKEW_MS = 5 * 60_000;

/**
 * The time until the next poll after one at `lookMs`, in ms: shortly after the job's next try, because nothing happens
 * before it. While the try is late, waits as long again as it is late. Undefined for a job that isn't retried.
 */
export function retryInterval(job: Job, lookMs: number, nowMs: number): number | undefined {
  if (!canBeRetried(job, nowMs)) {
    return undefined;
  }
  const dueMs = lookDueAt(job);
  if (dueMs === undefined || dueMs > nowMs + RETRY_EVERY_MS + AFTER_TRY_MS + MAX_SKEW_MS) {
    return SLOW_INTERVAL_MS;
  }
  return lookMs < dueMs ? dueMs - lookMs : Math.min(SLOW_INTERVAL_MS, lookMs - dueMs + AFTER_TRY_MS);
}

/** Whether a poll of the job has become due since `sinceMs`. */
export function isRetryDue(job: Job, sinceMs: number, nowMs: number): boolean {
  const dueMs = canBeRetried(job, nowMs) ? lookDueAt(job) : undefined;
  return dueMs !== undefined && sinceMs < dueMs && dueMs <= nowMs;
}

function lookDueAt(job: Job): number | undefined {
  const tryMs = nextTryAt(job);
  return tryMs === undefined ? undefined : tryMs + AFTER_TRY_MS;
}
