import { isDay, momentOf } from './calendar';
import type { DayRange } from './period';
import type { ReportFilter } from './report';

/** The query names of the two filters that bound a report's period. */
export interface PeriodNames {
  readonly start: string;
  readonly end: string;
}

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

/** The days that an export's filters ask for; undefined where they ask for none, or for something else than days. */
export function periodIn(filters: Readonly<Record<string, string>>): DayRange | undefined {
  const names = periodNamesIn(Object.keys(filters));
  const [start = '', end = ''] = names === undefined ? [] : [filters[names.start], filters[names.end]].map((value) => value?.slice(0, 10));
  return isDay(start) && isDay(end) ? { start, end } : undefined;
}

/** A day as the filter takes it: as it is, or as its first or last moment in a time zone. */
export function dateValue({ dateForm, queryName }: Pick<ReportFilter, 'dateForm' | 'queryName'>, day: string, timeZone: string): string {
  if (dateForm === 'day') {
    return day;
  }
  return momentOf(day, /(^|_)(END|BEFORE|UNTIL|TO)(_|$)/.test(queryName) ? '23:59:59' : '00:00:00', timeZone);
}
