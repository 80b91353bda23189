import { isDay, momentOf } from './calendar';
import { type Filters, valuesOf } from './filterValues';
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

/** The filters that most reports have. Used for a report whose filters can't be looked up. */
export const USUAL_PERIOD: PeriodFilters = {
  start: 'START_DATE',
  end: 'END_DATE',
  filters: [
    { queryName: 'START_DATE', dateForm: 'day' },
    { queryName: 'END_DATE', dateForm: 'day' },
  ],
};

const BOUNDS = [
  [/(^|_)START(?=_|$)/, '$1END'],
  [/(^|[a-z\d_])Start(?=[A-Z\d_]|$)/, '$1End'],
  [/^start(?=[A-Z\d_]|$)/, 'end'],
] as const;
const IS_END =
  /(?:^|_)(?:END|BEFORE|UNTIL|TO)(?:_|$)|(?:^|[a-z\d_])(?:End|Before|Until|To)(?=[A-Z\d_]|$)|^(?:end|before|until|to)(?=[A-Z\d_]|$)/;

/**
 * The first pair of names that differ only in START and END: `START_DATE` and `END_DATE`, or `StartDate` and `EndDate`.
 */
export function periodNamesIn(queryNames: readonly string[]): PeriodNames | undefined {
  for (const start of queryNames) {
    const end = BOUNDS.map(([bound, other]) => start.replace(bound, other)).find(
      (name) => name !== start && queryNames.includes(name),
    );
    if (end !== undefined) {
      return { start, end };
    }
  }
  return undefined;
}

/** The values that the two filters send for a period. */
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

/** The days that an export's filters request. Undefined if they request none, or anything other than days. */
export function periodIn(filters: Filters): DayRange | undefined {
  const names = periodNamesIn(Object.keys(filters));
  const [start = '', end = ''] =
    names === undefined ? [] : [names.start, names.end].map((name) => valuesOf(filters[name])[0]?.slice(0, 10));
  return isDay(start) && isDay(end) ? { start, end } : undefined;
}

/** The value of a day for a filter: the day itself, or its first or last moment in a time zone. */
export function dateValue(
  { dateForm, queryName }: Pick<ReportFilter, 'dateForm' | 'queryName'>,
  day: string,
  timeZone: string,
): string {
  if (dateForm === 'day') {
    return day;
  }
  return momentOf(day, IS_END.test(queryName) ? '23:59:59' : '00:00:00', timeZone);
}
