import { fieldsOf } from '../isRecord';

export const EXPORT_FORMATS = ['CSV', 'JSON', 'XML'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** An export as requested: the filters by their query names (`START_DATE`), with values as sent. */
export interface ExportRequest {
  readonly reportId: string;
  readonly format: ExportFormat;
  readonly filters: Readonly<Record<string, string>>;
}

/** What is remembered about an export, because the API returns neither a job's report nor its filters. */
export interface ExportParameters extends ExportRequest {
  readonly reportName: string;
}

/** The number of exports that impact.com allows an account per day. */
export const EXPORTS_PER_DAY = 100;

export function isExportFormat(value: unknown): value is ExportFormat {
  return EXPORT_FORMATS.some((format) => format === value);
}

/** Whether impact.com treats both as the same export. Empty filters and the order of filters don't matter. */
export function isSameExport(a: ExportRequest, b: ExportRequest): boolean {
  const [filtersA, filtersB] = [filledFilters(a), filledFilters(b)];
  return (
    a.reportId === b.reportId &&
    a.format === b.format &&
    filtersA.length === filtersB.length &&
    filtersA.every(([name, value], index) => filtersB[index]?.[0] === name && filtersB[index][1] === value)
  );
}

/** The filters that have a value, sorted by name. */
export function filledFilters({
  filters,
}: Pick<ExportRequest, 'filters'>): readonly (readonly [name: string, value: string])[] {
  return Object.entries(filters)
    .filter(([, value]) => value !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Tolerant, because another version may have written the value. Undefined for anything that isn't an export. */
export function decodeParameters(value: unknown): ExportParameters | undefined {
  const { reportId, reportName, format, filters } = fieldsOf(value);
  if (typeof reportId !== 'string' || reportId === '' || !isExportFormat(format)) {
    return undefined;
  }
  const known = Object.entries(fieldsOf(filters)).filter(
    (filter): filter is [string, string] => typeof filter[1] === 'string',
  );
  return {
    reportId,
    reportName: typeof reportName === 'string' ? reportName : reportId,
    format,
    filters: Object.fromEntries(known),
  };
}
