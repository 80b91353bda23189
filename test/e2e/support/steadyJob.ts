import { PROGRESS_CURVES } from '../../../src/simulator/progressCurve';

/** An export that runs for ten minutes, and progresses each second. */
export const STEADY = {
  type: 'ApiReport',
  curve: PROGRESS_CURVES.steady,
  progressEveryMs: 1000,
  queueMs: 0,
  runMs: 600_000,
} as const;
