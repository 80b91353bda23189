import { isApiError } from '../apiError';
import type { ExportFormat, ExportParameters } from './exportRequest';
import { type Filters, filterValueOf, valuesOf } from './filterValues';
import { type DayRange, type PeriodId, resolvePeriod } from './period';
import { dateValue, type PeriodNames, periodNamesIn, periodValues } from './periodFilters';
import type { Report, ReportFilter, ReportMetaData } from './report';

export type PeriodChoice =
  | { readonly kind: 'period'; readonly period: PeriodId }
  | { readonly kind: 'days'; readonly range: DayRange }
  | { readonly kind: 'none' };

/**
 * An export that the user is putting together. Choices stay when the user goes back a step or chooses another report.
 */
export interface ExportDraft {
  readonly accountId: string;
  readonly report: Report;
  readonly metaData: ReportMetaData;
  readonly period: PeriodChoice;
  /** The time zone of relative periods and of days that become moments. */
  readonly timeZone: string;
  /** By query name, for this report and for those chosen before. */
  readonly values: Filters;
  readonly format: ExportFormat;
}

/** The filters that bound the report's period: a pair, or one for its only day. Undefined if it has none. */
export function periodFiltersOf({
  filters,
  dayFilter,
}: ReportMetaData): (PeriodNames & { readonly filters: readonly ReportFilter[] }) | undefined {
  const dates = filters.filter(({ type }) => type === 'date');
  const names =
    dayFilter === undefined
      ? periodNamesIn(dates.map(({ queryName }) => queryName))
      : { start: dayFilter, end: dayFilter };
  return (
    names && {
      ...names,
      filters: dates.filter(({ queryName }) => queryName === names.start || queryName === names.end),
    }
  );
}

/**
 * The pair of filters that bound a report's period. Undefined if the report has none, or if impact.com doesn't tell
 * this token, so that the usual ones are the best guess. Throws ApiError for other failures.
 */
export async function readPeriodFilters(
  metaData: Promise<ReportMetaData>,
): Promise<ReturnType<typeof periodFiltersOf>> {
  try {
    return periodFiltersOf(await metaData);
  } catch (error) {
    if (isApiError(error) && (error.kind === 'forbidden' || error.kind === 'unknownReport')) {
      return undefined;
    }
    throw error;
  }
}

/** The filters other than those of the period. */
export function otherFiltersOf(metaData: ReportMetaData): readonly ReportFilter[] {
  const period = periodFiltersOf(metaData);
  return metaData.filters.filter((filter) => period?.filters.includes(filter) !== true);
}

/** The chosen days, as of `nowMs`. */
export function daysOf(
  { period, timeZone }: Pick<ExportDraft, 'period' | 'timeZone'>,
  nowMs: number,
): DayRange | undefined {
  switch (period.kind) {
    case 'none':
      return undefined;
    case 'days':
      return period.range;
    case 'period':
      return resolvePeriod(period.period, nowMs, timeZone);
  }
}

/** The parameters to send: only values that the report has a filter for. */
export function parametersOf(draft: ExportDraft, nowMs: number): ExportParameters {
  const { report, metaData, values, format, timeZone } = draft;
  const days = daysOf(draft, nowMs);
  const names = periodFiltersOf(metaData);
  const ofPeriod = days === undefined || names === undefined ? {} : periodValues(names, days, timeZone);
  const others = otherFiltersOf(metaData).flatMap((filter) => {
    const sent = valuesOf(values[filter.queryName]).map((value) =>
      filter.type === 'date' && value.length === 10 ? dateValue(filter, value, timeZone) : value,
    );
    return sent.length === 0 ? [] : [[filter.queryName, filterValueOf(sent)] as const];
  });
  return {
    reportId: report.id,
    reportName: report.name,
    format,
    filters: { ...ofPeriod, ...Object.fromEntries(others) },
  };
}
