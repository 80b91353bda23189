import { fieldsOf } from '../isRecord';
import { addDays, dayAt, isDay, weekday, type Day } from './calendar';

/** Periods relative to today. Saved exports contain these names, and each run resolves them again. */
export const PERIODS = [
  'today',
  'yesterday',
  'last7Days',
  'last30Days',
  'weekToDate',
  'lastWeek',
  'monthToDate',
  'lastMonth',
  'last3Months',
  'lastQuarter',
  'yearToDate',
] as const;
export type PeriodId = (typeof PERIODS)[number];

/** The first and the last day, both inclusive. */
export interface DayRange {
  readonly start: Day;
  readonly end: Day;
}

/** Days that are equal for each run, both inclusive, as saved exports contain them. */
export interface FixedPeriod {
  readonly from: Day;
  readonly to: Day;
}

export type SavedPeriod = PeriodId | FixedPeriod;

export function isPeriodId(value: unknown): value is PeriodId {
  return PERIODS.some((period) => period === value);
}

export function isSavedPeriod(value: unknown): value is SavedPeriod {
  if (isPeriodId(value)) {
    return true;
  }
  const { from, to, ...others } = fieldsOf(value);
  const areDays = typeof from === 'string' && typeof to === 'string' && isDay(from) && isDay(to);
  return areDays && from <= to && Object.keys(others).length === 0;
}

/** The days of a saved period at `nowMs` in a time zone. */
export function daysOfPeriod(period: SavedPeriod, nowMs: number, timeZone: string): DayRange {
  return typeof period === 'string' ? resolvePeriod(period, nowMs, timeZone) : { start: period.from, end: period.to };
}

/** These days, a year before. February 29 becomes February 28. */
export function yearEarlier({ start, end }: DayRange): DayRange {
  return { start: dayYearEarlier(start), end: dayYearEarlier(end) };
}

/**
 * The days of a period at `nowMs` in a time zone (`Europe/Berlin`, `UTC`, or `-05:00`). The last 7 and 30 days end
 * yesterday, so that they contain only whole days. A week is Monday to Sunday, and a quarter begins in January, April,
 * July, or October. The last 3 months are whole ones. Periods to date end today. Counts calendar days, not hours, so
 * clock changes have no effect.
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
    case 'weekToDate':
      return { start: addDays(today, 1 - weekday(today)), end: today };
    case 'lastWeek': {
      const sunday = addDays(today, -weekday(today));
      return { start: addDays(sunday, -6), end: sunday };
    }
    case 'monthToDate':
      return { start: firstOfMonth(today), end: today };
    case 'lastMonth':
      return monthsBefore(firstOfMonth(today), 1);
    case 'last3Months':
      return monthsBefore(firstOfMonth(today), 3);
    case 'lastQuarter': {
      const monthsIntoQuarter = (Number(today.slice(5, 7)) - 1) % 3;
      return monthsBefore(monthsBefore(firstOfMonth(today), monthsIntoQuarter).start, 3);
    }
    case 'yearToDate':
      return { start: `${today.slice(0, 4)}-01-01`, end: today };
  }
}

/** A number of whole months before the first of a month. */
function monthsBefore(first: Day, months: number): DayRange {
  const end = addDays(first, -1);
  let start = first;
  for (let count = 0; count < months; count++) {
    start = firstOfMonth(addDays(start, -1));
  }
  return { start, end };
}

function dayYearEarlier(day: Day): Day {
  const earlier = `${String(Number(day.slice(0, 4)) - 1).padStart(4, '0')}${day.slice(4)}`;
  return isDay(earlier) ? earlier : earlier.replace(/-29$/, '-28');
}

function firstOfMonth(day: Day): Day {
  return `${day.slice(0, 8)}01`;
}
