import { ApiError, isCredentialError } from '../apiError';
import type { RateLimit } from '../api/rateLimit';
import type { Shortfall } from '../jobs/snapshot';

/** The outcome of an account's last poll, for every window. Times are milliseconds since the epoch. */
export interface PollOutcome {
  /** When the last poll started, successful or not. */
  readonly lookedAtMs: number;
  /** When the last list was requested. Undefined before the first. */
  readonly listedAtMs: number | undefined;
  /** When the last successful poll ended. */
  readonly lastGoodAtMs: number | undefined;
  /** Why the last poll failed, and the number of failures since the last success. */
  readonly error: ApiError | undefined;
  readonly failures: number;
  readonly nextTryAtMs: number | undefined;
  readonly rateLimit: RateLimit | undefined;
  /** How far impact.com's clock is ahead of this machine's, in ms. Undefined while unknown. */
  readonly clockAheadMs?: number | undefined;
  /** Set if the last list was incomplete. */
  readonly shortfall?: Shortfall | undefined;
}

/** The facts about a poll that don't depend on its success. */
interface PollFacts {
  readonly startedAtMs: number;
  readonly rateLimit: RateLimit | undefined;
}

export function afterSuccess(
  last: PollOutcome | undefined,
  {
    startedAtMs,
    endedAtMs,
    listedAtMs = last?.listedAtMs,
    rateLimit,
  }: PollFacts & { readonly endedAtMs: number; readonly listedAtMs: number | undefined },
): PollOutcome {
  return {
    lookedAtMs: startedAtMs,
    listedAtMs,
    lastGoodAtMs: endedAtMs,
    error: undefined,
    failures: 0,
    nextTryAtMs: undefined,
    rateLimit,
  };
}

/**
 * The outcome after a failure. The next try isn't known yet. A poll that the machine's own limit prevents doesn't count
 * as a failure.
 */
export function afterFailure(
  last: PollOutcome | undefined,
  error: ApiError,
  { startedAtMs, rateLimit }: PollFacts,
): PollOutcome {
  const failures = (last?.failures ?? 0) + (error.kind === 'budget' ? 0 : 1);
  return {
    listedAtMs: undefined,
    lastGoodAtMs: undefined,
    ...last,
    lookedAtMs: startedAtMs,
    error,
    failures,
    nextTryAtMs: undefined,
    rateLimit,
  };
}

/** Limits the number of failures to `most`, so that the next try comes sooner. */
export function withFailures(outcome: PollOutcome | undefined, most: number): PollOutcome | undefined {
  return outcome && { ...outcome, failures: Math.min(most, outcome.failures) };
}

/** Removes the time at which the machine's own limit ends, because the limit has changed. */
export function withoutBudget(outcome: PollOutcome | undefined): PollOutcome | undefined {
  return outcome?.error?.kind === 'budget' ? { ...outcome, error: withRetryAt(outcome.error, undefined) } : outcome;
}

/** Drops the back-off so that the next poll runs now. Server blocks still apply. Undefined if there is no back-off. */
export function withoutBackOff(outcome: PollOutcome | undefined): PollOutcome | undefined {
  if (outcome?.error === undefined || outcome.failures === 0 || isCredentialError(outcome.error)) {
    return undefined;
  }
  const { error } = outcome;
  const isBlock = error.kind === 'rateLimited' || error.kind === 'budget';
  return { ...outcome, failures: 0, error: isBlock ? error : withRetryAt(error, undefined) };
}

/** Adjusts the outcome after the clock was set back: waits start again with the same length. */
export function afterSetBack(last: PollOutcome, nowMs: number): PollOutcome {
  const { error, rateLimit, lookedAtMs } = last;
  const shifted = (timeMs: number | undefined): number | undefined =>
    timeMs === undefined ? undefined : nowMs + timeMs - lookedAtMs;
  return {
    ...last,
    lookedAtMs: nowMs,
    error: error && withRetryAt(error, shifted(error.retryAtMs)),
    rateLimit: rateLimit && { ...rateLimit, resetAtMs: shifted(rateLimit.resetAtMs) },
  };
}

function withRetryAt({ kind, message, status, serverMessage }: ApiError, retryAtMs: number | undefined): ApiError {
  return new ApiError(kind, message, { status, serverMessage, retryAtMs });
}
