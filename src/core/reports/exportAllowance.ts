import type { RateLimit } from '../api/rateLimit';
import { type CountedAs, EXPORTS_PER_DAY } from './exportRequest';

const MS_PER_HOUR = 3_600_000;
const MS_PER_DAY = 24 * MS_PER_HOUR;

/** The server's information about the day's exports, and those of clicks. */
export type ExportLimits = { readonly [allowance in CountedAs]?: RateLimit };

export interface ExportAllowance {
  readonly used: number;
  readonly limit: number;
}

/** The request times of exports that still count. Drops times in the future, from before a clock was set back. */
export function recentExports(timesMs: readonly number[], nowMs: number): readonly number[] {
  return timesMs.filter((timeMs) => timeMs > nowMs - MS_PER_DAY && timeMs <= nowMs);
}

/**
 * When an account whose exports are used up can start one again: at the time that the server names, or when enough of
 * ours no longer count. If neither is known, in an hour.
 */
export function exportsAgainAt(
  allowance: CountedAs,
  timesMs: readonly number[],
  limits: ExportLimits | undefined,
  nowMs: number,
): number {
  const stated = limits?.[allowance];
  if (stated?.remaining !== undefined && stated.remaining <= 0 && (stated.resetAtMs ?? 0) > nowMs) {
    return stated.resetAtMs ?? nowMs;
  }
  const limit = stated?.limit ?? EXPORTS_PER_DAY[allowance];
  const counted = [...recentExports(timesMs, nowMs)].sort((a, b) => a - b);
  const oldest = counted[counted.length - limit];
  return oldest === undefined ? nowMs + MS_PER_HOUR : oldest + MS_PER_DAY;
}

/**
 * How many of the day's exports are used: the larger of our count and the server's, because others can export from the
 * same account.
 */
export function exportAllowance(
  allowance: CountedAs,
  timesMs: readonly number[],
  limits: ExportLimits | undefined,
  nowMs: number,
): ExportAllowance {
  const stated = limits?.[allowance];
  const limit = stated?.limit ?? EXPORTS_PER_DAY[allowance];
  const isCurrent = stated?.remaining !== undefined && (stated.resetAtMs === undefined || stated.resetAtMs > nowMs);
  return {
    used: Math.min(
      limit,
      Math.max(recentExports(timesMs, nowMs).length, isCurrent ? limit - (stated.remaining ?? limit) : 0),
    ),
    limit,
  };
}
