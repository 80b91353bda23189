import type { RateLimit } from '../api/rateLimit';
import type { Budget } from '../share/budget';

const MS_PER_HOUR = 3_600_000;
/** What the account has by the reference; used where the server tells how much is left, but not of how much. */
const USUAL_LIMIT = 1000;
/** Below this share of the account's hour there is little left. */
const LITTLE_LEFT = 0.25;
/** Of what little is left the agency's own scripts get the most. */
const OUR_SHARE = 0.25;
/** What nobody was promised (progress that moves, jobs from elsewhere) is shown once a minute at best, */
const COMFORT_INTERVAL_MS = 60_000;
/** more rarely when this share of the machine's hour has been spent, and not at all from the second on. */
const COMFORT_UNTIL = { full: 0.15, none: 0.4 };
/** Where progress tells that a job is far from its end, it may be looked at up to so many times more rarely, */
const MAX_STRETCH = 2;
/** the more of the machine's hour has been spent between these shares. */
const STRETCH_FROM = { none: 0.4, full: 0.8 };
/** From this share of the machine's hour on the pace falls, so that what is left lasts. */
const BRAKE_FROM = 0.9;
/** Requests that accounts may make at the same moment, each before it knows of the others'. */
const AT_ONCE = 3;

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

/** How long a look can wait that nobody was promised, milliseconds. Infinity while the machine's hour is needed for those that were. */
export function comfortInterval(budget: Budget | undefined): number {
  const { full, none } = COMFORT_UNTIL;
  const left = (none - spentShare(budget)) / (none - full);
  return left <= 0 ? Infinity : COMFORT_INTERVAL_MS / Math.min(1, left);
}

/** How many times more rarely than promised a job may be looked at that will not end before long: 1 while there is enough. */
export function stretchOf(budget: Budget | undefined): number {
  const { none, full } = STRETCH_FROM;
  const needed = (spentShare(budget) - none) / (full - none);
  return 1 + (MAX_STRETCH - 1) * Math.min(1, Math.max(0, needed));
}

/**
 * The shortest interval at which the machine's hour does not run out, milliseconds: 0 while there is enough. It grows slowly
 * at first, so that an hour that is just enough is spent as promised, and a fuller one ends in late looks rather than in none.
 */
export function paceOfBudget(budget: Budget | undefined): number {
  const used = (spentShare(budget) - BRAKE_FROM) / (1 - BRAKE_FROM);
  return budget === undefined || used <= 0
    ? 0
    : (used ** 2 * MS_PER_HOUR) / (1.5 * Math.max(1, budget.allowance - budget.spent - AT_ONCE));
}

function spentShare(budget: Budget | undefined): number {
  return budget === undefined ? 0 : budget.spent / Math.max(1, budget.allowance);
}
