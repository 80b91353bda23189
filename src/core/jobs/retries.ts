import type { Job } from './job';
import type { FailedTries, JobEntry } from './jobEntry';
import { endedAt, isActive, isQueued, isRetrying, isToBeRetried } from './jobState';

/** From the Brand and Partner reference: an ERROR job is tried again every 15 minutes, five times in all. */
export const RETRY_EVERY_MS = 15 * 60_000;
export const MAX_TRIES = 5;
/** A try that came a little early must not be counted for none. */
const MIN_RETRY_GAP_MS = RETRY_EVERY_MS - 60_000;

/** An ERROR job that impact.com tries again. */
export interface Retry {
  /** How many tries have failed so far, where that can be known. */
  readonly failedTries: number | undefined;
  /** Milliseconds since the epoch, by impact.com's clock; in the past when the try is due. Undefined where the job bears no date. */
  readonly nextAtMs: number | undefined;
}

/** How the job's next try stands; undefined unless it is in ERROR and may still be tried again. */
export function retryOf({ job, failedTries }: Pick<JobEntry, 'job' | 'failedTries'>, nowMs: number): Retry | undefined {
  if (!isRetrying(job, nowMs)) {
    return undefined;
  }
  return {
    failedTries: failedTries !== undefined && failedTries.least === failedTries.most ? failedTries.least : undefined,
    nextAtMs: nextTryAt(job),
  };
}

/** When impact.com tries a job in ERROR again, by its own clock; undefined where the job bears no date. */
export function nextTryAt(job: Job): number | undefined {
  const failedAtMs = endedAt(job);
  return failedAtMs === undefined ? undefined : failedAtMs + RETRY_EVERY_MS;
}

/**
 * Counts the failed tries of a run. The API tells no number, so it is closed in from two sides: the failures that were
 * seen are the least, and as many as fit between the job's dates, a quarter of an hour apart, the most.
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
  // After the last try an ERROR becomes FAILED.
  return { least, most: Math.max(least, Math.min(MAX_TRIES - 1, sinceKnown, sinceCreation)), atMs };
}

function triesWithin(fromMs: number | undefined, toMs: number | undefined): number {
  return fromMs === undefined || toMs === undefined
    ? MAX_TRIES
    : Math.max(0, Math.floor((toMs - fromMs) / MIN_RETRY_GAP_MS));
}
