import type { Job } from '../jobs/job';
import { isRetrying } from '../jobs/jobState';
import { nextTryAt, RETRY_EVERY_MS } from '../jobs/retries';

/** A try is given this long to begin, so that a look finds it at work or ended. */
const AFTER_TRY_MS = 30_000;
/** While a try is late, or nobody knows when it comes. */
const SLOW_INTERVAL_MS = 5 * 60_000;
/** How far the server's clock may be ahead of this one; a try later than that is none to wait for. */
const MAX_SKEW_MS = 5 * 60_000;

/**
 * Until the next look after one at `lookMs`, milliseconds: shortly after the job's next try, for nothing happens before it,
 * and while that is late after as long again as it is late by. Undefined for a job that is not tried again.
 */
export function retryInterval(job: Job, lookMs: number, nowMs: number): number | undefined {
  if (!isRetrying(job, nowMs)) {
    return undefined;
  }
  const dueMs = lookDueAt(job);
  if (dueMs === undefined || dueMs > nowMs + RETRY_EVERY_MS + AFTER_TRY_MS + MAX_SKEW_MS) {
    return SLOW_INTERVAL_MS;
  }
  return lookMs < dueMs ? dueMs - lookMs : Math.min(SLOW_INTERVAL_MS, lookMs - dueMs + AFTER_TRY_MS);
}

/** Whether a look at the job has come due since `sinceMs`. */
export function isRetryDue(job: Job, sinceMs: number, nowMs: number): boolean {
  const dueMs = isRetrying(job, nowMs) ? lookDueAt(job) : undefined;
  return dueMs !== undefined && sinceMs < dueMs && dueMs <= nowMs;
}

function lookDueAt(job: Job): number | undefined {
  const tryMs = nextTryAt(job);
  return tryMs === undefined ? undefined : tryMs + AFTER_TRY_MS;
}
