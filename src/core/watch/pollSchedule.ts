import { type ApiError, isCredentialError } from '../apiError';
import type { RateLimit } from '../api/rateLimit';
import type { JobEntry } from '../jobs/jobEntry';
import { isActive } from '../jobs/jobState';
import { runningSince } from '../jobs/presentRun';
import { timeLeft } from '../jobs/progress';
import type { Attention } from '../share/attention';
import type { Budget } from '../share/budget';
import { comfortInterval, paceOfBudget, paceOfServer, stretchOf } from './pace';
import { retryInterval } from './retryInterval';

/** What is known of a job that says when to look at it. */
export type WatchedJob = Pick<JobEntry, 'job' | 'samples' | 'runSeenAtMs' | 'failedTries'>;

/** All that decides when an account is looked at next. */
export interface WatchState extends Attention {
  readonly nowMs: number;
  /** When the last look began; undefined before the first. */
  readonly lastLookMs: number | undefined;
  /** When the attention came that there is now; undefined while there is none. */
  readonly focusedAtMs: number | undefined;
  /** The looks that failed since the last one that did not. */
  readonly failures: number;
  readonly lastError: ApiError | undefined;
  /** No request before this time: the server said so. */
  readonly blockedUntilMs: number;
  /** What the server said of the account's allowance. */
  readonly rateLimit: RateLimit | undefined;
  /** What watching may spend on this machine; undefined: as much as it likes. */
  readonly budget: Budget | undefined;
  readonly jobs: Iterable<WatchedJob>;
  /** From 0 to 1, so that many windows do not come back from an outage at the same moment. */
  readonly random: number;
}

/** A server's clock may be ahead of this one; a date further in the future tells nothing of a job's age. */
const MAX_SKEW_MS = 5 * 60_000;
const MIN_INTERVAL_MS = 5_000;
/** An end is noticed within a tenth of the job's time, but a day's job is not left alone for hours. */
const MAX_INTERVAL_MS = 10 * 60_000;
/** A share of the time that an active job had been at it at the last look: its end is noticed within that share. */
const SHARE_OF_AGE = 0.1;
/** Of the time left, where it is known; that may be twice as much as it will be. */
const SHARE_OF_TIME_LEFT = 0.5;
/** With nothing at work, an open view still learns of jobs that were started elsewhere. */
export const RESTING_INTERVAL_MS = 60_000;
const MAX_RESTING_INTERVAL_MS = 5 * 60_000;
/** Who comes back to a window whose view is closed gets one look, and no more often than this. */
const CATCH_UP_INTERVAL_MS = 5 * 60_000;
const FIRST_BACKOFF_MS = 5_000;
const MAX_BACKOFF_MS = 5 * 60_000;
/** While a job's end is waited for, a trouble of minutes must not make it late by as many more; */
const AWAITED_BACKOFF_MS = 60_000;
/** a trouble that lasts is more than about a quarter of an hour of that. */
const PATIENT_FAILURES = 20;

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
  // A fraction of a millisecond that is left over would be waited for again and again.
  return Math.ceil(Math.max(wait, retryAtMs - state.nowMs));
}

function intervalOf(state: WatchState): number | undefined {
  const { lastLookMs, lastError, rateLimit, budget, nowMs } = state;
  if (lastLookMs === undefined) {
    return 0;
  }
  const interval = lastError === undefined ? watchingInterval(state) : intervalAfter(lastError, state);
  return interval === undefined ? undefined : Math.max(interval, paceOfServer(rateLimit, nowMs), paceOfBudget(budget));
}

function intervalAfter(error: ApiError, state: WatchState): number | undefined {
  if (isCredentialError(error)) {
    return undefined;
  }
  // A refusal of our own says by itself when it goes on, and is no sign of trouble.
  return error.kind === 'budget' ? MIN_INTERVAL_MS : backoff(state);
}

function backoff({ failures, random, jobs }: WatchState): number {
  const mostMs = failures <= PATIENT_FAILURES && isAnyActive(jobs) ? AWAITED_BACKOFF_MS : MAX_BACKOFF_MS;
  return Math.min(mostMs, FIRST_BACKOFF_MS * 2 ** Math.max(0, failures - 1)) * (0.75 + random / 4);
}

function isAnyActive(jobs: Iterable<WatchedJob>): boolean {
  for (const { job } of jobs) {
    if (isActive(job)) {
      return true;
    }
  }
  return false;
}

/** What was promised of the jobs comes first; what is beyond that goes by what the machine's hour still holds. */
function watchingInterval(state: WatchState): number | undefined {
  const { jobs, nowMs, lastLookMs = nowMs, isFocused, budget } = state;
  const lookMs = Math.min(lastLookMs, nowMs);
  const stretch = stretchOf(budget);
  let promisedMs: number | undefined;
  let retryMs = Infinity;
  for (const entry of jobs) {
    if (isActive(entry.job)) {
      promisedMs = Math.min(
        promisedMs ?? Infinity,
        promisedInterval(entry, ageAt(lookMs, entry, nowMs), lookMs, stretch),
      );
    } else {
      retryMs = Math.min(retryMs, retryInterval(entry.job, lookMs, nowMs) ?? Infinity);
    }
  }
  const interval = Math.min(
    retryMs,
    promisedMs === undefined
      ? restingInterval(state, lookMs)
      : isFocused
        ? Math.min(promisedMs, comfortInterval(budget))
        : promisedMs,
  );
  return interval === Infinity ? undefined : interval;
}

/** With nothing at work. Infinity while nobody would see what a look brings. */
function restingInterval({ isVisible, isFocused, focusedAtMs, budget }: WatchState, lookMs: number): number {
  if (isVisible && isFocused) {
    return Math.min(comfortInterval(budget), MAX_RESTING_INTERVAL_MS);
  }
  return isFocused && focusedAtMs !== undefined && focusedAtMs > lookMs ? CATCH_UP_INTERVAL_MS : Infinity;
}

/** Until the next look after one at `lookMs`, when the job had been at it for `ageMs`. */
function promisedInterval(entry: WatchedJob, ageMs: number, lookMs: number, stretch: number): number {
  const promisedMs = Math.min(MAX_INTERVAL_MS, Math.max(MIN_INTERVAL_MS, ageMs * SHARE_OF_AGE));
  const leftMs = stretch > 1 ? (timeLeft(entry, lookMs) ?? 0) : 0;
  return Math.max(promisedMs, Math.min(promisedMs * stretch, leftMs * SHARE_OF_TIME_LEFT));
}

/**
 * How long the job had been at its present run at the last look: measured now, the wait would grow while it lasts. Infinite
 * where that cannot be known, so that it is not taken for one that just began.
 */
function ageAt(lookMs: number, { job, runSeenAtMs, failedTries }: WatchedJob, nowMs: number): number {
  // A try after one that failed is no young job: its end ends all of them.
  const startMs = failedTries?.atMs ?? runningSince(job) ?? runSeenAtMs ?? -Infinity;
  return startMs > nowMs + MAX_SKEW_MS ? Infinity : Math.max(0, lookMs - startMs);
}
