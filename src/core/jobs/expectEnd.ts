import type { ProgressSample } from './jobEntry';

/** The smallest rise that gives a rate. One or two percent might be rounding. */
const MIN_RISE_PERCENT = 3;
/**
 * The latest share of the run that determines the rate: long enough to be stable, short enough to follow a new pace.
 */
const SHARE_OF_RUN = 0.5;
const MIN_WINDOW_MS = 60_000;
/**
 * Keeps an expected end until the new one differs by more than this share of the time left, so that it doesn't jump
 * around.
 */
const TOLERANCE = 1 / 8;
const MIN_TOLERANCE_MS = 10_000;

type Measured = Omit<ProgressSample, 'endAtMs'>;

/**
 * Returns when the run should end, in milliseconds since the epoch by this machine's clock, given the earlier `samples`
 * and the `last` one. Undefined while too little is known. Extends the line through the samples of the latest half of
 * the run to 100 percent, and keeps the earlier expectation while it still fits.
 */
export function expectEnd(samples: readonly ProgressSample[], last: Measured): number | undefined {
  const before = samples.at(-1);
  if (before === undefined) {
    return undefined;
  }
  const recent = samples.slice(windowStart(samples, last));
  const leftMs = leftOnLine(recent, last);
  if (leftMs === undefined || last.percent - (recent[0]?.percent ?? last.percent) < MIN_RISE_PERCENT) {
    return undefined;
  }
  const endAtMs = last.seenAtMs - delay(recent, before, last) + leftMs;
  const toleranceMs = Math.max(MIN_TOLERANCE_MS, leftMs * TOLERANCE);
  return before.endAtMs !== undefined && Math.abs(endAtMs - before.endAtMs) <= toleranceMs ? before.endAtMs : endAtMs;
}

/** The index of the first sample that shows the current pace. */
function windowStart(samples: readonly ProgressSample[], last: Measured): number {
  const runMs = last.atMs - (samples[0]?.atMs ?? last.atMs);
  const spanMs = Math.max(MIN_WINDOW_MS, runMs * SHARE_OF_RUN);
  for (let index = samples.length - 1; index > 0; index--) {
    const { atMs, percent } = samples[index] ?? last;
    if (last.atMs - atMs >= spanMs && last.percent - percent >= MIN_RISE_PERCENT) {
      return index;
    }
  }
  return 0;
}

/** The time from `last` to 100 percent along the least-squares line, in ms. Undefined if the line doesn't rise. */
function leftOnLine(samples: readonly Measured[], last: Measured): number | undefined {
  const points = [...samples, last];
  let sumMs = 0;
  let sumPercent = 0;
  for (const { atMs, percent } of points) {
    sumMs += atMs - last.atMs;
    sumPercent += percent - last.percent;
  }
  const meanMs = sumMs / points.length;
  const meanPercent = sumPercent / points.length;
  let covariance = 0;
  let variance = 0;
  for (const { atMs, percent } of points) {
    const offMs = atMs - last.atMs - meanMs;
    covariance += offMs * (percent - last.percent - meanPercent);
    variance += offMs * offMs;
  }
  const percentPerMs = covariance / variance;
  const leftMs = (100 - last.percent - meanPercent) / percentPerMs + meanMs;
  return percentPerMs > 0 && Number.isFinite(leftMs) ? Math.max(0, leftMs) : undefined;
}

/**
 * How long before it was seen the percentage had changed, in ms. The two clocks can differ, so a lag that all samples
 * share counts as that difference.
 */
function delay(samples: readonly Measured[], before: Measured, last: Measured): number {
  const lag = ({ seenAtMs, atMs }: Measured): number => seenAtMs - atMs;
  const clocksMs = Math.min(lag(last), ...samples.map(lag));
  return Math.min(lag(last) - clocksMs, Math.max(0, last.seenAtMs - before.seenAtMs));
}
