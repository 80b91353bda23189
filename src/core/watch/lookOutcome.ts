import type { ApiError } from '../api/apiError';
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
