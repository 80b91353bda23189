const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/**
 * Time left in ms, in steps that suit how much of it there is, so that it reads as the estimate that it is and changes
 * seldom: ten seconds, from a minute on whole minutes, from ten on five, from an hour on a quarter. Never less than the
 * first step, for what is left is more than nothing.
 */
export function roundTimeLeft(leftMs: number): number {
  if (leftMs <= MINUTE_MS) {
    return Math.max(1, Math.ceil(leftMs / (10 * SECOND_MS))) * 10 * SECOND_MS;
  }
  if (leftMs <= 10 * MINUTE_MS) {
    return Math.ceil(leftMs / MINUTE_MS) * MINUTE_MS;
  }
  const stepMs = leftMs < HOUR_MS ? 5 * MINUTE_MS : 15 * MINUTE_MS;
  return Math.round(leftMs / stepMs) * stepMs;
}
