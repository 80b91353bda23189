import { fieldsOf } from '../isRecord';

export const EXPORT_FORMATS = ['CSV', 'JSON', 'XML'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** An export as it is asked for: the filters by their query names (`START_DATE`), with values as they are sent. */
export interface ExportRequest {
  readonly reportId: string;
  readonly format: ExportFormat;
  readonly filters: Readonly<Record<string, string>>;
}

/** What is remembered of an export: impact.com tells of a job neither its report nor its filters. */
export interface ExportParameters extends ExportRequest {
  readonly reportName: string;
}

/** How many exports impact.com allows an account in a day. */
export const EXPORTS_PER_DAY = 100;

export function isExportFormat(value: unknown): value is ExportFormat {
  return EXPORT_FORMATS.some((format) => format === value);
}

/** Whether impact.com takes both for the same export: filters without a value count for nothing, nor does their order. */
export function isSameExport(a: ExportRequest, b: ExportRequest): boolean {
  const [filtersA, filtersB] = [filledFilters(a), filledFilters(b)];
  return (
    a.reportId === b.reportId &&
    a.format === b.format &&
    filtersA.length === filtersB.length &&
    filtersA.every(([name, value], index) => filtersB[index]?.[0] === name && filtersB[index][1] === value)
  );
}

/** The filters that have a value, by their names. */
export function filledFilters({
  filters,
}: Pick<ExportRequest, 'filters'>): readonly (readonly [name: string, value: string])[] {
  return Object.entries(filters)
    .filter(([, value]) => value !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Tolerant: what is remembered may have been written by another version. Undefined for what is no export. */
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
