import type { ExportParameters } from './exportRequest';
import { periodIn } from './periodFilters';
import { periodName } from './periodName';

/** The name of a job that exports a report: `Action Listing · Oct 2026`. */
export function exportName(
  { reportName, filters }: Pick<ExportParameters, 'reportName' | 'filters'>,
  locale: string,
): string {
  const period = periodIn(filters);
  return period === undefined ? reportName : `${reportName} · ${periodName(period, locale)}`;
}
