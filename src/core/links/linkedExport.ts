import { periodFiltersOf, type ExportDraft, type PeriodChoice } from '../reports/exportDraft';
import { type Filters, valuesOf } from '../reports/filterValues';
import type { DayRange, PeriodId } from '../reports/period';
import { dayNamesIn, periodIn } from '../reports/periodFilters';
import { draftOfSaved, type EditedDraft, type KnownReport } from '../savedExports/editedExport';
import { withoutDays } from '../savedExports/resolveExport';
import type { LinkQuery } from './reportLink';
import { UNSAVED } from '../savedExports/unsavedExport';

/** The first and last second of a day, with or without an offset. Any other time isn't one of a whole day. */
const WHOLE_DAY = { start: /^(?:[T ]00:00(?::00(?:\.0+)?)?|$)/, end: /^(?:[T ]23:59(?::59(?:\.\d+)?)?|$)/ };
/** The web app's own name for the days, beside which `START_DATE` and `END_DATE` can be missing. */
const TIME_RANGE = 'timeRange';
const TIME_RANGES: Readonly<Record<string, PeriodId>> = { YTD: 'yearToDate', THIRTY: 'last30Days' };

export interface LinkedExport {
  readonly draft: EditedDraft;
  /** The names of parameters that aren't in the draft. */
  readonly leftOut: readonly string[];
  /** Whether the link has times of day, which became whole days. */
  readonly hadTimes: boolean;
}

/**
 * The export that a link describes. Its days become the draft's. Filters that the report isn't known to have are kept,
 * as texts. What the link doesn't say is as in `current`.
 */
export function exportOfLink(
  { format, filters, ignored }: LinkQuery,
  known: KnownReport,
  current: Pick<ExportDraft, 'period' | 'format'>,
): LinkedExport {
  const names = dayNamesIn(Object.keys(filters));
  const days = daysIn(filters);
  const period = periodFiltersOf(known.metaData);
  const named = names === undefined && period !== undefined ? namedPeriod(filters) : undefined;
  // A report whose filters for days aren't known keeps those of the link, by their names.
  const hasDays = days !== undefined && period !== undefined;
  const bounds = [names, period].flatMap((pair) => (pair === undefined ? [] : [pair.start, pair.end]));
  const broken = days === undefined ? Object.keys(filters).filter((name) => bounds.includes(name)) : [];
  const others = hasDays
    ? withoutDays(filters)
    : without(filters, named === undefined ? broken : [...broken, TIME_RANGE]);
  const { id: reportId, name: reportName } = known.report;
  const draft = draftOfSaved(
    {
      ...UNSAVED,
      name: reportName,
      reportId,
      reportName,
      format: format ?? current.format,
      period: hasDays ? { from: days.start, to: days.end } : undefined,
      filters: others,
    },
    known,
  );
  const base = draft ?? { ...known, period: current.period, values: others, format: format ?? current.format };
  return {
    draft: days === undefined ? { ...base, period: named ?? current.period } : base,
    leftOut: [...broken, ...ignored],
    hadTimes: days !== undefined && names !== undefined && !areWhole(filters, names),
  };
}

/** The days of a link. Undefined if they end before they begin, or if there are several. */
function daysIn(filters: Filters): DayRange | undefined {
  const days = periodIn(filters);
  const { start = '', end = '' } = dayNamesIn(Object.keys(filters)) ?? {};
  const isOne = [start, end].every((name) => valuesOf(filters[name]).length === 1);
  return days !== undefined && isOne && days.start <= days.end ? days : undefined;
}

function namedPeriod(filters: Filters): PeriodChoice | undefined {
  const [name = '', ...others] = valuesOf(filters[TIME_RANGE]);
  const period = others.length === 0 && Object.hasOwn(TIME_RANGES, name) ? TIME_RANGES[name] : undefined;
  return period && { kind: 'period', period };
}

function without(filters: Filters, names: readonly string[]): Filters {
  return Object.fromEntries(Object.entries(filters).filter(([name]) => !names.includes(name)));
}

function areWhole(filters: Filters, { start, end }: { readonly start: string; readonly end: string }): boolean {
  const timeOf = (name: string): string => valuesOf(filters[name])[0]?.slice(10) ?? '';
  return WHOLE_DAY.start.test(timeOf(start)) && (start === end || WHOLE_DAY.end.test(timeOf(end)));
}
