import type { ExportDraft, PeriodChoice } from '../reports/exportDraft';
import { periodFiltersOf } from '../reports/exportDraft';
import { isDay } from '../reports/calendar';
import { valuesOf } from '../reports/filterValues';
import { dayNamesIn, periodIn, USUAL_PERIOD } from '../reports/periodFilters';
import { withoutDays } from './resolveExport';
import type { Report, ReportFilter, ReportMetaData } from '../reports/report';
import type { SavedExport } from './savedExport';

/** What the catalog says about a saved export's report. */
export interface KnownReport {
  readonly report: Report;
  readonly metaData: ReportMetaData;
}

export type EditedDraft = Pick<ExportDraft, 'report' | 'metaData' | 'period' | 'values' | 'format'>;

/**
 * Converts a saved export to what the export dialog edits. Filters that the report isn't known to have become texts, so
 * that an edit doesn't lose them. If the catalog doesn't contain the report, all filters do. Undefined if the dialog
 * can't show the export: it has one day of a period without the other.
 */
export function draftOfSaved(saved: SavedExport, known: KnownReport | undefined): EditedDraft | undefined {
  const { reportId, reportName = reportId, format, filters } = saved;
  const report = known?.report ?? {
    id: reportId,
    name: reportName,
    category: '',
    description: '',
    isApiAccessible: true,
    runUri: '',
  };
  const metaData = withFiltersOf(saved, known?.metaData ?? { filters: [], attributes: [] });
  const period = periodOf(saved, metaData);
  return period && { report, metaData, period, values: filters, format };
}

/**
 * Applies the dialog's changes to the saved export. Keeps everything that the dialog doesn't ask for. `changed` can be
 * for another report.
 */
export function withChanges(
  saved: SavedExport,
  changed: Pick<SavedExport, 'reportId' | 'reportName' | 'format' | 'period' | 'timeZone' | 'filters' | 'account'>,
): SavedExport {
  const { reportId, reportName, format, timeZone, account } = changed;
  return {
    ...saved,
    reportId,
    reportName: reportId === saved.reportId ? saved.reportName : reportName,
    format,
    timeZone,
    account,
    ...daysAsSaved(saved, changed),
  };
}

/** Fixed days, which the dialog sends as filters, as a period if the export had one of that form. */
function daysAsSaved(
  { period: before }: Pick<SavedExport, 'period'>,
  { period, filters }: Pick<SavedExport, 'period' | 'filters'>,
): Pick<SavedExport, 'period' | 'filters'> {
  const days = period === undefined && typeof before === 'object' ? periodIn(filters) : undefined;
  return days === undefined
    ? { period, filters }
    : { period: { from: days.start, to: days.end }, filters: withoutDays(filters) };
}

function withFiltersOf({ period, filters }: SavedExport, metaData: ReportMetaData): ReportMetaData {
  const ofPeriod =
    period === undefined || periodFiltersOf(metaData) !== undefined ? [] : [USUAL_PERIOD.start, USUAL_PERIOD.end];
  const names = [...ofPeriod, ...Object.keys(filters)];
  const missing = names.filter((name) => metaData.filters.every(({ queryName }) => queryName !== name));
  const bounds = Object.values(dayNamesIn(Object.keys(filters)) ?? {});
  const added = missing.map((name): ReportFilter => ({
    name,
    queryName: name,
    type: ofPeriod.includes(name) || bounds.includes(name) ? 'date' : 'text',
    dateForm: valuesOf(filters[name])[0]?.includes('T') ? 'moment' : 'day',
  }));
  return { ...metaData, filters: [...metaData.filters, ...added] };
}

function periodOf({ period, filters }: SavedExport, metaData: ReportMetaData): PeriodChoice | undefined {
  const names = periodFiltersOf(metaData);
  if (period !== undefined) {
    return typeof period === 'string'
      ? { kind: 'period', period }
      : { kind: 'days', range: { start: period.from, end: period.to } };
  }
  const [start, end] =
    names === undefined ? [] : [names.start, names.end].map((name) => valuesOf(filters[name])[0]?.slice(0, 10));
  if (start === undefined && end === undefined) {
    return { kind: 'none' };
  }
  return start !== undefined && end !== undefined && isDay(start) && isDay(end)
    ? { kind: 'days', range: { start, end } }
    : undefined;
}
