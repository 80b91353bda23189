import type { ExportParameters } from '../reports/exportRequest';
import { type Filters, isSameValue } from '../reports/filterValues';
import { type DayRange, daysOfPeriod, type PeriodId, PERIODS, resolvePeriod } from '../reports/period';
import { type PeriodFilters, dayNamesIn, periodValues, type PeriodNames, USUAL_PERIOD } from '../reports/periodFilters';
import type { SavedExport } from './savedExport';

/** The days that a relative period stands for. */
export interface ResolvedPeriod extends DayRange {
  readonly name: PeriodId;
  readonly timeZone: string;
}

export interface ResolvedExport {
  readonly parameters: ExportParameters;
  /** Undefined if the export has no days, or fixed ones. */
  readonly period: ResolvedPeriod | undefined;
}

export interface ResolveOptions {
  readonly nowMs: number;
  /** The time zone of exports that don't name one. */
  readonly timeZone: string;
  /** The filters for the start and end of the report's period. Undefined if they can't be loaded. */
  readonly periodFilters: PeriodFilters | undefined;
  /** The days to request if they're only a part of the period. */
  readonly piece?: DayRange | undefined;
}

/** The parameters of a saved export that runs at `nowMs`. A period becomes the same filters as in the export dialog. */
export function resolveExport(
  { reportId, reportName = reportId, format, period, filters, ...saved }: SavedExport,
  { nowMs, timeZone, periodFilters = USUAL_PERIOD, piece }: ResolveOptions,
): ResolvedExport {
  if (period === undefined) {
    return { parameters: { reportId, reportName, format, filters }, period: undefined };
  }
  const zone = saved.timeZone ?? timeZone;
  const days = daysOfPeriod(period, nowMs, zone);
  const sent = { ...filters, ...periodValues(periodFilters, piece ?? days, zone) };
  return {
    parameters: { reportId, reportName, format, filters: sent },
    period: typeof period === 'string' ? { ...days, name: period, timeZone: zone } : undefined,
  };
}

/** The relative periods that match the days of an export when it was created, to the second if it has times. */
export function matchingPeriods(
  filters: Filters,
  { nowMs, timeZone, periodFilters = USUAL_PERIOD }: ResolveOptions,
): readonly PeriodId[] {
  return PERIODS.filter((period) => {
    const days = resolvePeriod(period, nowMs, timeZone);
    if (periodFilters.start === periodFilters.end && days.start !== days.end) {
      return false;
    }
    const values = periodValues(periodFilters, days, timeZone);
    return Object.entries(values).every(([name, value]) => isSameValue(filters[name], value));
  });
}

/** The filters of an export without those of its period. */
export function withoutDays(
  filters: Filters,
  { start, end }: PeriodNames = dayNamesIn(Object.keys(filters)) ?? USUAL_PERIOD,
): Filters {
  return Object.fromEntries(Object.entries(filters).filter(([name]) => name !== start && name !== end));
}
