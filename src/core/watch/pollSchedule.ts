import { isCredentialError, type ApiError } from '../api/apiError';
import type { Job } from '../jobs/job';
import { isActive, isRetrying } from '../jobs/jobState';

/** All that decides when an account is looked at next. */
export interface WatchState {
  readonly nowMs: number;
  /** When the last look began; undefined before the first. */
  readonly lastLookMs: number | undefined;
  /** The looks that failed since the last one that did not. */
  readonly failures: number;
  readonly lastError: ApiError | undefined;
  /** No request before this time: the server said so. */
  readonly blockedUntilMs: number;
  readonly jobs: Iterable<Job>;
  /** Whether the view is open in a window. */
  readonly isVisible: boolean;
  /** Whether the window has the user's attention. */
  readonly isFocused: boolean;
  /** From 0 to 1, so that many windows do not come back from an outage at the same moment. */
  readonly random: number;
}

/** A server's clock may be ahead of this one; a date further in the future tells nothing of a job's age. */
const MAX_SKEW_MS = 5 * 60_000;
const MIN_INTERVAL_MS = 5_000;
const MAX_INTERVAL_MS = 60_000;
/** A share of the time that the youngest active job has been at it: its end is noticed within that share. */
const SHARE_OF_AGE = 0.1;
/** How much more rarely a window looks that has nobody's attention. */
const UNFOCUSED_FACTOR = 3;
/** impact.com retries an ERROR job every 15 minutes. */
const RETRYING_INTERVAL_MS = 5 * 60_000;
/** With nothing at work, an open view still learns of jobs that were started elsewhere. */
const RESTING_INTERVAL_MS = 60_000;
const FIRST_BACKOFF_MS = 5_000;
const MAX_BACKOFF_MS = 5 * 60_000;

/** Milliseconds from `nowMs` until the next look, or undefined while nothing is worth a request. Pure. */
export function pollSchedule(state: WatchState): number | undefined {
  const interval = intervalOf(state);
  if (interval === undefined) {
    return undefined;
  }
  const sinceLook = state.lastLookMs === undefined ? interval : state.nowMs - state.lastLookMs;
  // A clock that was set back must not silence the watch.
  const wait = sinceLook < 0 ? interval : Math.max(0, interval - sinceLook);
  const retryAtMs = Math.max(state.blockedUntilMs, state.lastError?.retryAtMs ?? 0);
  return Math.max(wait, retryAtMs - state.nowMs);
}

function intervalOf(state: WatchState): number | undefined {
  if (state.lastLookMs === undefined) {
    return 0;
  }
  if (state.lastError !== undefined) {
    return isCredentialError(state.lastError) ? undefined : backoff(state);
  }
  return watchingInterval(state);
}

function backoff({ failures, random }: WatchState): number {
  const full = Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** Math.max(0, failures - 1));
  return full * (0.75 + random / 4);
}

function watchingInterval({ jobs, nowMs, isVisible, isFocused }: WatchState): number | undefined {
  let youngestMs: number | undefined;
  let retrying = false;
  for (const job of jobs) {
    if (isActive(job)) {
      youngestMs = Math.min(youngestMs ?? Infinity, ageOf(job, nowMs));
    } else {
      retrying ||= isRetrying(job, nowMs);
    }
  }
  if (youngestMs !== undefined) {
    const interval = Math.min(MAX_INTERVAL_MS, Math.max(MIN_INTERVAL_MS, youngestMs * SHARE_OF_AGE));
    return isFocused ? interval : interval * UNFOCUSED_FACTOR;
  }
  if (isVisible && isFocused) {
    return RESTING_INTERVAL_MS;
  }
  return retrying ? RETRYING_INTERVAL_MS : undefined;
}

/** How long the job has been at it; infinite where that cannot be known, so that it is not taken for one that just began. */
function ageOf({ startedAt, createdAt }: Job, nowMs: number): number {
  const ageMs = nowMs - (startedAt ?? createdAt ?? -Infinity);
  return ageMs >= 0 ? ageMs : ageMs >= -MAX_SKEW_MS ? 0 : Infinity;
}
