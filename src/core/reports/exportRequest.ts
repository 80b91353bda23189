import { fieldsOf } from '../isRecord';
import { type Filters, readFilterValue, valuesOf } from './filterValues';

export const EXPORT_FORMATS = ['CSV', 'JSON', 'XML'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** An export as requested: the filters by their query names (`START_DATE`), with values as sent. */
export interface ExportRequest {
  readonly reportId: string;
  readonly format: ExportFormat;
  readonly filters: Filters;
}

/** What is remembered about an export, because the API returns neither a job's report nor its filters. */
export interface ExportParameters extends ExportRequest {
  readonly reportName: string;
}

/** The numbers of exports that impact.com allows an account per day. Those of clicks have their own. */
export const EXPORTS_PER_DAY = { exports: 100, clickExports: 10 } as const;
export type CountedAs = keyof typeof EXPORTS_PER_DAY;

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
    filtersA.every(([name, values], index) => filtersB[index]?.[0] === name && isSameList(values, filtersB[index][1]))
  );
}

/** The filters that have a value, sorted by name. */
export function filledFilters({
  filters,
}: Pick<ExportRequest, 'filters'>): readonly (readonly [name: string, values: readonly string[]])[] {
  return Object.entries(filters)
    .map(([name, value]) => [name, valuesOf(value)] as const)
    .filter(([, values]) => values.length > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Whether two lists have the same values in whatever order. */
function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return JSON.stringify([...a].sort()) === JSON.stringify([...b].sort());
}

/** Tolerant, because another version may have written the value. Undefined for anything that isn't an export. */
export function decodeParameters(value: unknown): ExportParameters | undefined {
  const { reportId, reportName, format, filters } = fieldsOf(value);
  if (typeof reportId !== 'string' || reportId === '' || !isExportFormat(format)) {
    return undefined;
  }
  const known = Object.entries(fieldsOf(filters)).flatMap(([name, filter]) => {
    const read = readFilterValue(filter);
    return read === undefined ? [] : [[name, read] as const];
  });
  return {
    reportId,
    reportName: typeof reportName === 'string' ? reportName : reportId,
    format,
    filters: Object.fromEntries(known),
  };
}
