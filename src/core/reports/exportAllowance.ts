import type { RateLimit } from '../api/rateLimit';
import { EXPORTS_PER_DAY } from './exportRequest';

const MS_PER_DAY = 86_400_000;

export interface ExportAllowance {
  readonly used: number;
  readonly limit: number;
}

/** Of the times at which exports were asked for, those that still count. One in the future is of a clock that was set back. */
export function recentExports(timesMs: readonly number[], nowMs: number): readonly number[] {
  return timesMs.filter((timeMs) => timeMs > nowMs - MS_PER_DAY && timeMs <= nowMs);
}

/** How much of the day's exports is used: as we counted or as the server told, whichever is more, since others may spend from it too. */
export function exportAllowance(
  timesMs: readonly number[],
  told: RateLimit | undefined,
  nowMs: number,
): ExportAllowance {
  const limit = told?.limit ?? EXPORTS_PER_DAY;
  const isCurrent = told?.remaining !== undefined && (told.resetAtMs === undefined || told.resetAtMs > nowMs);
  return {
    used: Math.min(
      limit,
      Math.max(recentExports(timesMs, nowMs).length, isCurrent ? limit - (told.remaining ?? limit) : 0),
    ),
    limit,
  };
}
