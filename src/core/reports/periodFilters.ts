import { isDay, LAST_SECOND, momentOf } from './calendar';
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

/** The filter of a click export for its day. */
const ONLY_DAY = 'Date';
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

/**
 * The filters that bound the days of an export. An export with only one day, such as one of clicks, has one filter for
 * both bounds.
 */
export function dayNamesIn(queryNames: readonly string[]): PeriodNames | undefined {
  return periodNamesIn(queryNames) ?? (queryNames.includes(ONLY_DAY) ? { start: ONLY_DAY, end: ONLY_DAY } : undefined);
}

/** The time of day that a filter adds to a day: none, the day's first second, or its last. */
export type DayTime = '' | '00:00:00' | typeof LAST_SECOND;

/** What each of the two filters takes of a period. */
export function periodBounds({
  start,
  filters,
}: PeriodFilters): readonly { readonly queryName: string; readonly day: keyof DayRange; readonly time: DayTime }[] {
  return filters.map((filter) => ({
    queryName: filter.queryName,
    day: filter.queryName === start ? 'start' : 'end',
    time: dayTime(filter),
  }));
}

/** The values that the two filters send for a period. */
export function periodValues(
  filters: PeriodFilters,
  days: DayRange,
  timeZone: string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    periodBounds(filters).map(({ queryName, day, time }) => [queryName, valueAt(days[day], time, timeZone)]),
  );
}

/** The days that an export's filters request. Undefined if they request none, or anything other than days. */
export function periodIn(filters: Filters): DayRange | undefined {
  const names = dayNamesIn(Object.keys(filters));
  const [start = '', end = ''] =
    names === undefined ? [] : [names.start, names.end].map((name) => valuesOf(filters[name])[0]?.slice(0, 10));
  return isDay(start) && isDay(end) ? { start, end } : undefined;
}

/** The value of a day for a filter: the day itself, or its first or last moment in a time zone. */
export function dateValue(filter: Pick<ReportFilter, 'dateForm' | 'queryName'>, day: string, timeZone: string): string {
  return valueAt(day, dayTime(filter), timeZone);
}

function dayTime({ dateForm, queryName }: Pick<ReportFilter, 'dateForm' | 'queryName'>): DayTime {
  if (dateForm === 'day') {
    return '';
  }
  return IS_END.test(queryName) ? LAST_SECOND : '00:00:00';
}

function valueAt(day: string, time: DayTime, timeZone: string): string {
  return time === '' ? day : momentOf(day, time, timeZone);
}
