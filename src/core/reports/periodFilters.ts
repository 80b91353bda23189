import { isDay, momentOf } from './calendar';
import type { DayRange } from './period';
import type { ReportFilter } from './report';

/** The query names of the two filters that bound a report's period. */
export interface PeriodNames {
  readonly start: string;
  readonly end: string;
}

/** The two filters that bound a report's period. */
export interface PeriodFilters extends PeriodNames {
  readonly filters: readonly Pick<ReportFilter, 'dateForm' | 'queryName'>[];
}

/** As most reports have them: what is asked of a report whose filters cannot be looked up. */
export const USUAL_PERIOD: PeriodFilters = {
  start: 'START_DATE',
  end: 'END_DATE',
  filters: [
    { queryName: 'START_DATE', dateForm: 'day' },
    { queryName: 'END_DATE', dateForm: 'day' },
  ],
};

/** The first pair among the names that differ in START and END alone: `START_DATE` and `END_DATE`. */
export function periodNamesIn(queryNames: readonly string[]): PeriodNames | undefined {
  for (const start of queryNames) {
    const end = start.replace(/(^|_)START(_|$)/, '$1END$2');
    if (end !== start && queryNames.includes(end)) {
      return { start, end };
    }
  }
  return undefined;
}

/** Days as the two filters take them: what is sent for a period. */
export function periodValues(
  { start, filters }: PeriodFilters,
  days: DayRange,
  timeZone: string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    filters.map((filter) => [
      filter.queryName,
      dateValue(filter, filter.queryName === start ? days.start : days.end, timeZone),
    ]),
  );
}

/** The days that an export's filters ask for; undefined where they ask for none, or for something else than days. */
export function periodIn(filters: Readonly<Record<string, string>>): DayRange | undefined {
  const names = periodNamesIn(Object.keys(filters));
  const [start = '', end = ''] =
    names === undefined ? [] : [filters[names.start], filters[names.end]].map((value) => value?.slice(0, 10));
  return isDay(start) && isDay(end) ? { start, end } : undefined;
}

/** A day as the filter takes it: as it is, or as its first or last moment in a time zone. */
export function dateValue(
  { dateForm, queryName }: Pick<ReportFilter, 'dateForm' | 'queryName'>,
  day: string,
  timeZone: string,
): string {
  if (dateForm === 'day') {
    return day;
  }
  return momentOf(day, /(^|_)(END|BEFORE|UNTIL|TO)(_|$)/.test(queryName) ? '23:59:59' : '00:00:00', timeZone);
}
