import { type ApiError, isCredentialError } from '../apiError';
import type { RateLimit } from '../api/rateLimit';
import { type JobEntry, theirNow } from '../jobs/jobEntry';
import { isActive } from '../jobs/jobState';
import { runningSince } from '../jobs/presentRun';
import { timeLeft } from '../jobs/progress';
import type { Attention } from '../share/attention';
import type { Budget } from '../share/budget';
import { COMFORT_INTERVAL_MS, comfortInterval, paceOfBudget, paceOfServer, stretchOf } from './pace';
import { retryInterval } from './retryInterval';
import type { FleetShare } from './turns';

/** The data about a job that decides when to poll it. */
export type PolledJob = Pick<JobEntry, 'job' | 'samples' | 'runSeenAtMs' | 'failedTries' | 'clockAheadMs'>;

/** Everything that decides when to poll an account next. */
export interface WatchState extends Attention {
  readonly nowMs: number;
  /** When the last poll started, not in the future. Undefined before the first. */
  readonly lastPollMs: number | undefined;
  /** When a window got the focus that it still has. Undefined if no window has it. */
  readonly focusedAtMs: number | undefined;
  /** The number of failed polls since the last successful one. */
  readonly failures: number;
  readonly lastError: ApiError | undefined;
  /** The server allows no requests before this time, in milliseconds since the epoch. */
  readonly blockedUntilMs: number;
  /** The server's information about the account's limit. */
  readonly rateLimit: RateLimit | undefined;
  /** The machine's budget for polling. Undefined: no limit. */
  readonly budget: Budget | undefined;
  /** The account's part of what many accounts share. Undefined: there are so few that each goes by itself. */
  readonly share?: FleetShare | undefined;
  /** At least the account's jobs that can still change. */
  readonly jobs: Iterable<PolledJob>;
  /** From 0 to 1. Random, so that many windows don't retry at the same moment after an outage. */
  readonly random: number;
}

/** The server's clock can be ahead by this much. A date further in the future says nothing about a job's age. */
const MAX_SKEW_MS = 5 * 60_000;
const MIN_INTERVAL_MS = 5_000;
/**
 * The longest interval. An end is noticed within a tenth of the job's duration, but even a job of a day is polled this
 * often.
 */
const MAX_INTERVAL_MS = 10 * 60_000;
/** The interval as a share of the active job's age at the last poll. Its end is noticed within that share. */
const SHARE_OF_AGE = 0.1;
/** The interval as a share of the time left, if known. The estimate can be twice the real time. */
const SHARE_OF_TIME_LEFT = 0.5;
/** With no active jobs, the interval at which an open view checks for jobs started elsewhere. */
export const RESTING_INTERVAL_MS = 60_000;
const MAX_RESTING_INTERVAL_MS = 5 * 60_000;
/** That interval while the view is closed but a window has the focus, because its status bar counts running jobs. */
const FOCUSED_INTERVAL_MS = 5 * 60_000;
/** A token without the scope can get it at impact.com at any time. Nothing here would notice without polling. */
const FORBIDDEN_INTERVAL_MS = 30 * 60_000;
/** How soon that token is retried when a window gets the focus, because its user might return from impact.com. */
const FORBIDDEN_CATCH_UP_INTERVAL_MS = 60_000;
const FIRST_BACKOFF_MS = 5_000;
const MAX_BACKOFF_MS = 5 * 60_000;
/**
 * The longest back-off while a job's end is expected, so that an outage of minutes doesn't delay it by as many more.
 */
const AWAITED_BACKOFF_MS = 60_000;
/** After this many failures, about 15 minutes, the outage counts as lasting and the usual back-off applies. */
const PATIENT_FAILURES = 20;

/** A shorter interval, or one that's less longer than usual, isn't worth telling the user. */
const NOTABLE_INTERVAL_MS = 60_000;
const NOTABLE_SLOWDOWN = 1.5;

/** The time from `nowMs` until the next poll, in ms. Undefined while nothing is worth a request. A pure function. */
export function pollSchedule(state: WatchState): number | undefined {
  const interval = intervalOf(state);
  if (interval === undefined) {
    return undefined;
  }
  const { nowMs, lastPollMs = nowMs, blockedUntilMs, lastError } = state;
  const dueAtMs = Math.max(lastPollMs + interval, blockedUntilMs, lastError?.retryAtMs ?? 0);
  // Rounds up, because a timer for a remaining fraction of a millisecond would fire again and again.
  return Math.ceil(Math.max(0, dueAtMs - nowMs));
}

function intervalOf(state: WatchState): number | undefined {
  const { lastPollMs, lastError, rateLimit, budget, nowMs, share } = state;
  if (lastPollMs === undefined) {
    return Math.max(0, (share?.turnAtMs ?? nowMs) - nowMs);
  }
  const interval = lastError === undefined ? watchingInterval(state) : intervalAfter(lastError, state);
  return interval === undefined ? undefined : Math.max(interval, paceOfServer(rateLimit, nowMs), paceOfBudget(budget));
}

function intervalAfter(error: ApiError, state: WatchState): number | undefined {
  if (error.kind === 'forbidden') {
    return hasFocusedSince(state) ? FORBIDDEN_CATCH_UP_INTERVAL_MS : FORBIDDEN_INTERVAL_MS;
  }
  if (isCredentialError(error)) {
    return undefined;
  }
  // Our own limit says when it ends and isn't a sign of an outage.
  return error.kind === 'budget' ? MIN_INTERVAL_MS : backoff(state);
}

function backoff({ failures, random, jobs }: WatchState): number {
  const mostMs = failures <= PATIENT_FAILURES && isAnyActive(jobs) ? AWAITED_BACKOFF_MS : MAX_BACKOFF_MS;
  return Math.min(mostMs, FIRST_BACKOFF_MS * 2 ** Math.max(0, failures - 1)) * (0.75 + random / 4);
}

function isAnyActive(jobs: Iterable<PolledJob>): boolean {
  for (const { job } of jobs) {
    if (isActive(job)) {
      return true;
    }
  }
  return false;
}

/**
 * The interval, in ms, if requests run short in this hour and it's therefore much longer than usual. Undefined if it
 * isn't.
 */
export function slowedTo(state: WatchState): number | undefined {
  const { share, lastError, lastPollMs } = state;
  const usualMs = watchingInterval({ ...state, share: share && { ...share, shortage: 1 } });
  const slowMs = intervalOf(state);
  const isShort = lastPollMs !== undefined && lastError === undefined && usualMs !== undefined && slowMs !== undefined;
  return isShort && slowMs >= Math.max(NOTABLE_INTERVAL_MS, usualMs * NOTABLE_SLOWDOWN) ? slowMs : undefined;
}

/** The interval for active jobs. Required polls come first; the remaining budget decides about optional ones. */
function watchingInterval(state: WatchState): number | undefined {
  const { jobs, nowMs, lastPollMs = nowMs, isFocused, budget, share } = state;
  const promisedMs = promisedIntervalOf(state, share?.stretch ?? stretchOf(budget), share?.shortage);
  let retryMs = Infinity;
  for (const entry of jobs) {
    if (!isActive(entry.job)) {
      const ownMs = retryInterval(entry.job, theirNow(entry, lastPollMs), theirNow(entry, nowMs));
      retryMs = Math.min(retryMs, ownMs ?? Infinity);
    }
  }
  const comfortMs = isFocused ? (turnInterval(state) ?? comfortInterval(budget)) : Infinity;
  const jobsMs = promisedMs === undefined ? restingInterval(state) : Math.min(promisedMs, comfortMs);
  const interval = Math.min(retryMs, jobsMs);
  return interval === Infinity ? undefined : interval;
}

/**
 * The longest interval at which the ends of an account's jobs are noticed as promised. Undefined with no active jobs.
 * `stretch` is how many times longer it can be for jobs that are far from their end. `shortage` is how many times more
 * requests all accounts need than there are.
 */
export function promisedIntervalOf(
  { jobs, nowMs, lastPollMs = nowMs }: Pick<WatchState, 'jobs' | 'nowMs' | 'lastPollMs'>,
  stretch: number,
  shortage = 1,
): number | undefined {
  let promisedMs: number | undefined;
  for (const entry of jobs) {
    if (isActive(entry.job)) {
      const ownMs = promisedInterval(entry, ageAt(lastPollMs, entry, nowMs), lastPollMs, stretch);
      promisedMs = Math.min(promisedMs ?? Infinity, ownMs);
    }
  }
  return promisedMs === undefined ? undefined : promisedMs * shortage;
}

/** The interval with no active jobs. Infinity while nobody would see the result. */
function restingInterval(state: WatchState): number {
  const { isVisible, isFocused, budget } = state;
  if (!isFocused) {
    return Infinity;
  }
  const turnMs = turnInterval(state);
  if (turnMs !== undefined) {
    return turnMs;
  }
  const comfortMs = comfortInterval(budget);
  return isVisible
    ? Math.min(comfortMs, MAX_RESTING_INTERVAL_MS)
    : Math.min(Math.max(comfortMs, FOCUSED_INTERVAL_MS), MAX_INTERVAL_MS);
}

/** The interval until the account's turn among many. Undefined if there are only few. */
function turnInterval({ share, lastPollMs = 0 }: WatchState): number | undefined {
  return share && Math.max(COMFORT_INTERVAL_MS, share.turnAtMs - lastPollMs);
}

/** Whether a window has got the focus since the last poll and still has it. */
function hasFocusedSince({ isFocused, focusedAtMs, lastPollMs = 0 }: WatchState): boolean {
  return isFocused && focusedAtMs !== undefined && focusedAtMs > lastPollMs;
}

/** The time until the next poll of a job after one at `lookMs`, when the job was `ageMs` old. */
function promisedInterval(entry: PolledJob, ageMs: number, lookMs: number, stretch: number): number {
  const promisedMs = Math.min(MAX_INTERVAL_MS, Math.max(MIN_INTERVAL_MS, ageMs * SHARE_OF_AGE));
  const leftMs = stretch > 1 ? (timeLeft(entry, lookMs) ?? 0) : 0;
  return Math.max(promisedMs, Math.min(promisedMs * stretch, leftMs * SHARE_OF_TIME_LEFT));
}

/**
 * The age of the job's current run at the last poll, in ms. Measured now, the interval would grow while it runs.
 * Infinite if unknown, so that the job doesn't count as new.
 */
function ageAt(lookMs: number, entry: PolledJob, nowMs: number): number {
  const { job, runSeenAtMs = -Infinity, failedTries, clockAheadMs } = entry;
  // A retry isn't a new job: its end is the end of all tries.
  const theirsMs = failedTries?.atMs ?? runningSince(job);
  const startMs = theirsMs === undefined ? runSeenAtMs : theirsMs - clockAheadMs;
  return startMs > nowMs + MAX_SKEW_MS ? Infinity : Math.max(0, lookMs - startMs);
}
