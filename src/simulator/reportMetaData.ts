import type { Account } from './account';
import { dayBounds, parseIsoTime } from './isoDate';
import type { FieldError } from './reply';
import { columnSets, DATE_TYPE } from './reportColumns';
import type { DataType } from './reportColumns';
import { reportId } from './reportCatalogue';
import type { Report } from './reportCatalogue';

const DAY_MS = 24 * 3_600_000;

export interface ReportFilter {
  readonly Name: string;
  readonly DataType: DataType;
  readonly Format: 'yyyy-MM-dd' | '';
}

const filter = (Name: string, type: DataType, Format: ReportFilter['Format'] = ''): ReportFilter => ({
  Name,
  DataType: type,
  Format,
});

const common = [filter('Subaid', 'Integer'), filter('Partner Id', 'Integer'), filter('Partner Group', 'String')];
const filtersByColumns: Record<Report['columns'], readonly ReportFilter[]> = {
  actions: [
    filter('Action Status', 'String'),
    filter('Minimum Sale Amount', 'Decimal'),
    filter('Promo Code', 'String'),
    filter('Modified Since', DATE_TYPE),
    filter('Show Reversed', 'Boolean'),
  ],
  clicks: [filter('Country', 'String'), filter('Valid Only', 'Boolean')],
  performance: [
    filter('Currency', 'String'),
    filter('Minimum Clicks', 'Integer'),
    filter('Include Inactive', 'Boolean'),
  ],
  finance: [filter('Minimum Amount', 'Decimal'), filter('Paid', 'Boolean')],
  partners: [filter('Country', 'String'), filter('Include Expired', 'Boolean')],
  ads: [filter('Ad Type', 'String'), filter('Live Only', 'Boolean')],
};

/** The filters that a report takes. */
function filtersOf(report: Report): readonly ReportFilter[] {
  return [...periodFiltersOf(report), ...common, ...filtersByColumns[report.columns]];
}

function periodFiltersOf({ period }: Report): readonly ReportFilter[] {
  return period === undefined
    ? []
    : [period.start, period.end].map((name) => filter(name, DATE_TYPE, period.takes === 'days' ? 'yyyy-MM-dd' : ''));
}

/** `Start Date` is asked for as `START_DATE`. */
export function queryName({ Name }: ReportFilter): string {
  return Name.toUpperCase().replaceAll(' ', '_');
}

export function describeMetaData(account: Account, report: Report): Record<string, unknown> {
  const { key, columns, address } = columnSets[report.columns];
  const id = reportId(account.kind, report);
  const uri = `${account.path}/Reports/${id}`;
  const attributes = [{ name: key, dataType: 'Integer' }, ...columns, { name: address, dataType: 'String' }];
  return {
    Name: report.name,
    Id: id,
    Description: report.description,
    Filters: filtersOf(report),
    Attributes: attributes.map(({ name, dataType }) => ({ Name: name, DataType: dataType, Description: '' })),
    RunUri: uri,
    Uri: `${uri}/MetaData`,
  };
}

/** The time from the first to the last day that an export asks for, if it asks for any. */
export function periodOf(report: Report, query: URLSearchParams): { fromMs: number; toMs: number } | undefined {
  const [start = '', end = ''] = periodFiltersOf(report).map((bound) => query.get(queryName(bound)) ?? '');
  const [fromMs, toMs] = [timeOf(start), timeOf(end)];
  return fromMs === undefined || toMs === undefined
    ? undefined
    : { fromMs, toMs: dayBounds(end) ? toMs + DAY_MS - 1 : toMs };
}

/**
 * What is wrong with the filters of an export; no message when nothing is. Filters that the report does not have are
 * ignored.
 */
export function checkFilters(
  report: Report,
  query: URLSearchParams,
): { message?: string; errors: readonly FieldError[] } {
  const filters = filtersOf(report);
  const bounds = periodFiltersOf(report);
  const missing = bounds.map(queryName).find((name) => !query.get(name));
  if (missing !== undefined) {
    return { message: `Missing required parameter ${missing}`, errors: [{ Field: missing, Message: 'Required' }] };
  }
  const errors = filters.flatMap((candidate) => {
    const name = queryName(candidate);
    const value = query.get(name) ?? '';
    const complaint = value === '' ? undefined : complaintAbout(candidate, value);
    return complaint === undefined ? [] : [{ Field: name, Message: complaint }];
  });
  if (errors.length > 0) {
    return { message: 'Validation Failed', errors };
  }
  const period = periodOf(report, query);
  const [start = '', end = ''] = bounds.map(queryName);
  if (period && period.fromMs > period.toMs) {
    return { message: `${start} must not be after ${end}`, errors: [{ Field: start, Message: `After ${end}` }] };
  }
  return { errors: [] };
}

function complaintAbout({ DataType: type, Format: format }: ReportFilter, value: string): string | undefined {
  switch (type) {
    case 'Boolean':
      return /^(true|false|0|1)$/i.test(value) ? undefined : 'Not a boolean value';
    case 'Integer':
      return /^-?\d+$/.test(value) ? undefined : 'Not a numeric value';
    case 'Decimal':
      return /^-?\d+(\.\d+)?$/.test(value) ? undefined : 'Not a numeric value';
    case 'String':
      return undefined;
    case DATE_TYPE:
      return (format === '' ? parseIsoTime(value) : timeOf(value)) === undefined
        ? `Not a valid date, expected ${format || "yyyy-MM-dd'T'HH:mm:ssZZ"}`
        : undefined;
  }
}

function timeOf(text: string): number | undefined {
  return dayBounds(text)?.startMs ?? parseIsoTime(text);
}
