import type { ExportParameters } from '../reports/exportRequest';
import { type DayRange, type PeriodId, PERIODS, resolvePeriod } from '../reports/period';
import { periodIn } from '../reports/periodFilters';
import type { SavedExport } from './savedExport';

/** The days that a relative period came to. */
export interface ResolvedPeriod extends DayRange {
  readonly name: PeriodId;
  readonly timeZone: string;
}

export interface ResolvedExport {
  readonly parameters: ExportParameters;
  /** Undefined where the days, if there are any, are fixed. */
  readonly period: ResolvedPeriod | undefined;
}

/** What a saved export asks for if it is run at `nowMs`; `timeZone` is for those that name none. */
export function resolveExport({ reportId, reportName = reportId, format, period, filters, ...saved }: SavedExport, nowMs: number, timeZone: string): ResolvedExport {
  if (period === undefined) {
    return { parameters: { reportId, reportName, format, filters }, period: undefined };
  }
  const zone = saved.timeZone ?? timeZone;
  const days = resolvePeriod(period, nowMs, zone);
  return {
    parameters: { reportId, reportName, format, filters: { START_DATE: days.start, END_DATE: days.end, ...filters } },
    period: { ...days, name: period, timeZone: zone },
  };
}

/** The relative periods that came to the days of an export when it was made. */
export function matchingPeriods(filters: Readonly<Record<string, string>>, madeAtMs: number, timeZone: string): readonly PeriodId[] {
  const days = 'START_DATE' in filters && 'END_DATE' in filters ? periodIn(filters) : undefined;
  return PERIODS.filter((period) => {
    const { start, end } = resolvePeriod(period, madeAtMs, timeZone);
    return start === days?.start && end === days.end;
  });
}

/** The filters of an export without its days. */
export function withoutDays(filters: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(filters).filter(([name]) => name !== 'START_DATE' && name !== 'END_DATE'));
}
