import type { ProgressSample } from './jobEntry';

/** One or two percent may be rounding: a rate needs at least this much of a rise. */
const MIN_RISE_PERCENT = 3;
/** The rate is that of the latest part of the run: long enough to be calm, short enough to learn that the pace has changed. */
const SHARE_OF_RUN = 0.5;
const MIN_WINDOW_MS = 60_000;
/** An expectation stands until the facts differ from it by more than this share of the time left, so that it does not jump about. */
const TOLERANCE = 1 / 8;
const MIN_TOLERANCE_MS = 10_000;

type Measured = Omit<ProgressSample, 'endAtMs'>;

/**
 * When the run is expected to end, by this machine's clock (milliseconds since the epoch), once `last` has been seen
 * after `samples`. Undefined while too little is known. The line through the samples of the latest half of the run is
 * drawn on to 100 percent; what was expected before is kept while it still fits.
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

/** Where the samples begin that tell the present pace. */
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

/** From `last` to 100 percent along the line of least squares, in ms. Undefined where the line does not rise. */
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
 * How long ago, when it was seen, the percentage had moved. The two clocks may differ, so what all samples lag by counts
 * for the difference between them.
 */
function delay(samples: readonly Measured[], before: Measured, last: Measured): number {
  const lag = ({ seenAtMs, atMs }: Measured): number => seenAtMs - atMs;
  const clocksMs = Math.min(lag(last), ...samples.map(lag));
  return Math.min(lag(last) - clocksMs, Math.max(0, last.seenAtMs - before.seenAtMs));
}
