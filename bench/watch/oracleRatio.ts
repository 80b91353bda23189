import { type Ending, percentile } from './dayMetrics';

/** The delay of the ends that even somebody who knows them in advance notices late. */
export interface OracleRatio {
  /** The number of those ends. If it's 0, there is nothing to compare with. */
  readonly ends: number;
  /** Our whole delay of those ends, beside the oracle's. */
  readonly ratio: number | undefined;
}

/** Leaves out the ends that the oracle notices at once, because any delay is endlessly longer than none. */
export function oracleRatio(ours: readonly Ending[], oracle: readonly Ending[]): OracleRatio {
  const waits = new Map(oracle.map(({ jobId, waitMs }) => [jobId, waitMs]));
  const late = ours.filter(({ jobId }) => (waits.get(jobId) ?? 0) > 0);
  const sum = (waitsMs: readonly number[]): number => waitsMs.reduce((total, ms) => total + ms, 0);
  const oracleMs = sum(late.map(({ jobId }) => waits.get(jobId) ?? 0));
  return { ends: late.length, ratio: late.length === 0 ? undefined : sum(late.map(({ waitMs }) => waitMs)) / oracleMs };
}

/** How late all ends are, ours beside those of somebody who knows them in advance. */
export interface OracleComparison {
  readonly ends: number;
  /** In ms. */
  readonly ours: Average;
  readonly oracle: Average;
  /** The time from a job's start until its end is known, beside the oracle's: 1.1 is a tenth of the job too late. */
  readonly ratio: Average;
}

interface Average {
  readonly median: number;
  readonly mean: number;
}

/** Compares all ends, also those that the oracle notices at once. */
export function compareWithOracle(ours: readonly Ending[], oracle: readonly Ending[]): OracleComparison {
  const waits = new Map(oracle.map(({ jobId, waitMs }) => [jobId, waitMs]));
  const pairs = ours.map(({ jobId, durationMs, waitMs }) => {
    const oracleMs = waits.get(jobId) ?? 0;
    return { waitMs, oracleMs, ratio: (durationMs + waitMs) / (durationMs + oracleMs) };
  });
  return {
    ends: pairs.length,
    ours: averageOf(pairs.map(({ waitMs }) => waitMs)),
    oracle: averageOf(pairs.map(({ oracleMs }) => oracleMs)),
    ratio: averageOf(pairs.map(({ ratio }) => ratio)),
  };
}

export function comparisonWords({ ends, ours, oracle, ratio }: OracleComparison): string {
  const inSeconds = ({ median, mean }: Average): string =>
    `${(median / 1000).toFixed(0)} s (median), ${(mean / 1000).toFixed(0)} s (mean)`;
  return `All ${ends} ends are known after ${inSeconds(ours)}; to somebody who knows them in advance, after ${inSeconds(oracle)}. From a job's start, that's ${ratio.median.toFixed(3)} (median) and ${ratio.mean.toFixed(3)} (mean) times as long.`;
}

function averageOf(values: readonly number[]): Average {
  const sorted = [...values].sort((a, b) => a - b);
  return { median: percentile(sorted, 0.5), mean: sorted.reduce((sum, value) => sum + value, 0) / sorted.length };
}
