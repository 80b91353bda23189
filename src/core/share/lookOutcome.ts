import { ApiError, isCredentialError } from '../apiError';
import type { RateLimit } from '../api/rateLimit';

/** How the last look at an account went, as every window is to know it. Times are milliseconds since the epoch. */
export interface LookOutcome {
  /** When the last look began, whether it succeeded or not. */
  readonly lookedAtMs: number;
  /** When the last list was asked for; undefined before the first. */
  readonly listedAtMs: number | undefined;
  /** When the last look ended that succeeded. */
  readonly lastGoodAtMs: number | undefined;
  /** Why the last one failed, and how many have since the last that did not. */
  readonly error: ApiError | undefined;
  readonly failures: number;
  readonly nextTryAtMs: number | undefined;
  readonly rateLimit: RateLimit | undefined;
}

/** What a look is known by, however it went. */
interface LookFacts {
  readonly startedAtMs: number;
  readonly rateLimit: RateLimit | undefined;
}

export function afterSuccess(
  last: LookOutcome | undefined,
  {
    startedAtMs,
    endedAtMs,
    listedAtMs = last?.listedAtMs,
    rateLimit,
  }: LookFacts & { readonly endedAtMs: number; readonly listedAtMs: number | undefined },
): LookOutcome {
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

/** When the next try comes is not known yet. A look that this machine's own allowance forbids is not one more failure. */
export function afterFailure(
  last: LookOutcome | undefined,
  error: ApiError,
  { startedAtMs, rateLimit }: LookFacts,
): LookOutcome {
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

/** The failures count as no more than `most`: the next try comes the sooner. */
export function withFailures(outcome: LookOutcome | undefined, most: number): LookOutcome | undefined {
  return outcome && { ...outcome, failures: Math.min(most, outcome.failures) };
}

/** Without the time at which the machine's own allowance was to go on: it has been changed. */
export function withoutBudget(outcome: LookOutcome | undefined): LookOutcome | undefined {
  return outcome?.error?.kind === 'budget'
    ? { ...outcome, error: new ApiError('budget', outcome.error.message) }
    : outcome;
}

/** Without waiting for what may be over; blocks are waited out. Undefined where nothing is waited for that could be. */
export function withoutBackOff(outcome: LookOutcome | undefined): LookOutcome | undefined {
  if (outcome?.error === undefined || outcome.failures === 0 || isCredentialError(outcome.error)) {
    return undefined;
  }
  const { kind, message, status, retryAtMs } = outcome.error;
  const isBlock = kind === 'rateLimited' || kind === 'budget';
  return {
    ...outcome,
    failures: 0,
    error: isBlock || retryAtMs === undefined ? outcome.error : new ApiError(kind, message, { status }),
  };
}

/** The clock was set back: the waits that the look brought keep their lengths, and begin anew. */
export function afterSetBack(last: LookOutcome, nowMs: number): LookOutcome {
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
