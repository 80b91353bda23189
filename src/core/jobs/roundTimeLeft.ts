const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/**
 * Rounds a time left, in ms, so that it reads as an estimate and changes rarely: to 10 seconds below a minute, to whole
 * minutes below ten, to 5 minutes below an hour, and to 15 minutes above. Never less than 10 seconds, because the job
 * isn't done.
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
