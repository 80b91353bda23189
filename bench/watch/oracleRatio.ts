import type { Ending } from './dayMetrics';

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
