import type { RateLimit } from '../api/rateLimit';

const MS_PER_HOUR = 3_600_000;
/** What the account has by the reference; used where the server tells how much is left, but not of how much. */
const USUAL_LIMIT = 1000;
/** Below this share of the account's hour there is little left. */
const LITTLE_LEFT = 0.25;
/** Of what little is left the agency's own scripts get the most. */
const OUR_SHARE = 0.25;
/** Below this share of the machine's hour its watching slows down. */
const HALF_LEFT = 0.5;

/** What watching may spend in an hour on this machine, and has spent in the last. */
export interface Budget {
  readonly spent: number;
  readonly allowance: number;
}

/**
 * The shortest interval at which what little is left of the account's hour lasts until its reset, milliseconds. 0 while
 * there is enough, or nothing is known.
 */
export function paceOfServer(rateLimit: RateLimit | undefined, nowMs: number): number {
  const { limit = USUAL_LIMIT, remaining, resetAtMs = nowMs + MS_PER_HOUR } = rateLimit ?? {};
  if (remaining === undefined || remaining >= limit * LITTLE_LEFT || resetAtMs <= nowMs) {
    return 0;
  }
  return (resetAtMs - nowMs) / Math.max(1, remaining * OUR_SHARE);
}

/**
 * The shortest interval at which the machine's hour does not run out, milliseconds. 0 while half of it is left; from there
 * on, the less is left the slower: what a few accounts spend in an hour comes to rest below the allowance.
 */
export function paceOfBudget(budget: Budget | undefined): number {
  if (budget === undefined || budget.spent < budget.allowance * HALF_LEFT) {
    return 0;
  }
  return MS_PER_HOUR / (2 * Math.max(1, budget.allowance - budget.spent));
}
