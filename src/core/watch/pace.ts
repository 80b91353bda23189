import type { RateLimit } from '../api/rateLimit';
import type { Budget } from '../share/budget';

const MS_PER_HOUR = 3_600_000;
/** The account's hourly limit by the API reference, used if the server sends only the remaining number. */
const USUAL_LIMIT = 1000;
/** Below this share of the account's hourly limit, few requests are left. */
const LITTLE_LEFT = 0.25;
/** Our share of the few requests left. The user's own scripts get the rest. */
const OUR_SHARE = 0.25;
/** The shortest interval for optional updates (progress, jobs from elsewhere). */
export const COMFORT_INTERVAL_MS = 60_000;
/** Optional updates slow down above the first share of the machine's hourly limit, and stop above the second. */
const COMFORT_UNTIL = { full: 0.15, none: 0.4 };
/** A job that progress shows to be far from its end can be polled up to this many times less often. */
const MAX_STRETCH = 2;
/** The interval stretches gradually between these shares of the machine's hourly limit. */
const STRETCH_FROM = { none: 0.4, full: 0.8 };
/** Above this share of the machine's hourly limit, polling slows down to make the rest last. */
export const BRAKE_FROM = 0.9;
/** Requests that accounts can send at the same moment, before they see each other's. */
const AT_ONCE = 3;

/**
 * The shortest interval, in ms, at which the few requests left last until the account's reset. 0 if enough are left or
 * nothing is known.
 */
export function paceOfServer(rateLimit: RateLimit | undefined, nowMs: number): number {
  const { limit = USUAL_LIMIT, remaining, resetAtMs = nowMs + MS_PER_HOUR } = rateLimit ?? {};
  if (remaining === undefined || remaining >= limit * LITTLE_LEFT || resetAtMs <= nowMs) {
    return 0;
  }
  return (resetAtMs - nowMs) / Math.max(1, remaining * OUR_SHARE);
}

/** The interval for optional updates, in ms. Infinity if the remaining requests are needed for required ones. */
export function comfortInterval(budget: Budget | undefined): number {
  const { full, none } = COMFORT_UNTIL;
  const remaining = (none - spentShare(budget)) / (none - full);
  return remaining <= 0 ? Infinity : COMFORT_INTERVAL_MS / Math.min(1, remaining);
}

/** How many times less often to poll a job that won't end soon. 1 if enough requests are left. */
export function stretchOf(budget: Budget | undefined): number {
  const { none, full } = STRETCH_FROM;
  const needed = (spentShare(budget) - none) / (full - none);
  return 1 + (MAX_STRETCH - 1) * Math.min(1, Math.max(0, needed));
}

/**
 * The shortest interval, in ms, at which the machine's hourly limit lasts. 0 if enough is left. It grows slowly at
 * first, so that an hour that is just enough is used as planned, and a fuller one brings late polls instead of none.
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
