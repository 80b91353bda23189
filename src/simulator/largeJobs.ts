import type { NewJob, Outcome } from './jobScript';
import { PROGRESS_CURVES } from './progressCurve';
import { hashOf } from './random';
import { REPORTS } from './reportCatalog';

const ENDS: readonly Outcome[] = [
  { status: 'FAILED', message: 'The report took too long and was stopped.' },
  { status: 'CANCELLED', atPercent: 35 },
  { status: 'COMPLETED' },
];
const HOUR_MS = 3_600_000;
const LOOKBACK_MS = 6 * 24 * HOUR_MS;

/** `count` jobs of the last six days: one in fifty runs, one in a hundred waits, and most of the others completed. */
export function largeJobs(count: number, seed: number, nowMs: number): NewJob[] {
  return Array.from({ length: count }, (_, index) => {
    const chance = (name: string, of: number) => hashOf(seed, index, name) % of;
    const report = REPORTS[chance('report', REPORTS.length)];
    const common: NewJob = {
      type: 'ApiReport',
      ...(report ? { name: report.name, report: report.key } : {}),
      programId: String(3_000 + chance('program', 40)),
      curve: chance('curve', 2) === 0 ? PROGRESS_CURVES.steady : PROGRESS_CURVES.uneven,
      records: 4_000,
      result: { rows: 4_000 },
    };
    if (index % 100 === 3) {
      return {
        ...common,
        createdAtMs: nowMs - chance('age', 60_000),
        queueMs: HOUR_MS + chance('queue', HOUR_MS),
        runMs: HOUR_MS,
      };
    }
    if (index % 50 === 1) {
      const runMs = HOUR_MS + chance('run', 3 * HOUR_MS);
      return { ...common, createdAtMs: nowMs - chance('age', HOUR_MS), queueMs: 0, runMs };
    }
    const createdAtMs = nowMs - HOUR_MS - Math.floor((index / count) * (LOOKBACK_MS - HOUR_MS));
    return {
      ...common,
      createdAtMs,
      runMs: 30_000 + chance('run', HOUR_MS / 2),
      outcome: ENDS[chance('end', 20)] ?? { status: 'COMPLETED' },
    };
  });
}
