import { addDays, dayAt, weekday, type Day } from './calendar';

/** Periods relative to today. Saved exports contain these names, and each run resolves them again. */
export const PERIODS = [
  'today',
  'yesterday',
  'last7Days',
  'last30Days',
  'lastWeek',
  'monthToDate',
  'lastMonth',
  'yearToDate',
] as const;
export type PeriodId = (typeof PERIODS)[number];

/** The first and the last day, both inclusive. */
export interface DayRange {
  readonly start: Day;
  readonly end: Day;
}

export function isPeriodId(value: unknown): value is PeriodId {
  return PERIODS.some((period) => period === value);
}

/**
 * The days of a period at `nowMs` in a time zone (`Europe/Berlin`, `UTC`, or `-05:00`). The last 7 and 30 days end
 * yesterday, so that they contain only whole days. A week is Monday to Sunday. Periods to date end today. Counts
 * calendar days, not hours, so clock changes have no effect.
 */
export function resolvePeriod(period: PeriodId, nowMs: number, timeZone: string): DayRange {
  const today = dayAt(nowMs, timeZone);
  const yesterday = addDays(today, -1);
  switch (period) {
    case 'today':
      return { start: today, end: today };
    case 'yesterday':
      return { start: yesterday, end: yesterday };
    case 'last7Days':
      return { start: addDays(today, -7), end: yesterday };
    case 'last30Days':
      return { start: addDays(today, -30), end: yesterday };
    case 'lastWeek': {
      const sunday = addDays(today, -weekday(today));
      return { start: addDays(sunday, -6), end: sunday };
    }
    case 'monthToDate':
      return { start: firstOfMonth(today), end: today };
    case 'lastMonth': {
      const end = addDays(firstOfMonth(today), -1);
      return { start: firstOfMonth(end), end };
    }
    case 'yearToDate':
      return { start: `${today.slice(0, 4)}-01-01`, end: today };
  }
}

function firstOfMonth(day: Day): Day {
  return `${day.slice(0, 8)}01`;
}
