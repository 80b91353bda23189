import type { Account, AccountKind } from './account';
import { dayBounds, parseIsoTime } from './isoDate';
import type { FieldError } from './reply';
import { COLUMN_SETS, DATE_TYPE } from './reportColumns';
import type { DataType, ReportColumns } from './reportColumns';
import { reportId } from './reportCatalog';
import type { Report } from './reportCatalog';

const MOMENT_FORMAT = "yyyy-MM-dd'T'HH:mm:ssZZ";

export interface ReportFilter {
  readonly Name: string;
  readonly DataType: DataType;
  readonly Format: 'yyyy-MM-dd' | typeof MOMENT_FORMAT | '';
}

const filter = (Name: string, type: DataType, Format: ReportFilter['Format'] = ''): ReportFilter => ({
  Name,
  DataType: type,
  Format,
});

/** `0` means all. */
const SUPERSTATUSES = ['APPROVED', 'PENDING', 'REVERSED', 'NA', '0'];

const COMMON = [filter('Subaid', 'Integer'), filter('Partner Id', 'Integer'), filter('Partner Group', 'String')];
const FILTERS_BY_COLUMNS: Record<ReportColumns, readonly ReportFilter[]> = {
  actions: [
    filter('Action Status', 'String'),
    filter('SUPERSTATUS_MS', 'String'),
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

/** The filters that a report has. */
function filtersOf(report: Report): readonly ReportFilter[] {
  return [...periodFiltersOf(report), ...COMMON, ...FILTERS_BY_COLUMNS[report.columns]];
}

function periodFiltersOf({ period }: Report): readonly ReportFilter[] {
  return period === undefined
    ? []
    : [period.start, period.end].map((name) =>
        filter(name, DATE_TYPE, period.takes === 'days' ? 'yyyy-MM-dd' : MOMENT_FORMAT),
      );
}

/** Requests use `START_DATE` for `Start Date`. */
export function queryName({ Name }: ReportFilter): string {
  return Name.toUpperCase().replaceAll(' ', '_');
}

/** A filter as the account's kind describes it: an Agency by its display name, the others by its query name. */
function describeFilter(kind: AccountKind, { Name, DataType: type, Format }: ReportFilter, isCamel: boolean): unknown {
  const queried = queryName({ Name, DataType: type, Format });
  switch (kind) {
    case 'agency':
      return { Name, DataType: type, Format };
    case 'brand':
      return isCamel && type === DATE_TYPE
        ? { Name: camelCase(queried), DataType: type, Format: '' }
        : { Name: queried, DataType: type === DATE_TYPE ? brandDateType(Format) : type, Format };
    case 'partner':
      return { Name: queried, DataType: type, Format: Format === 'yyyy-MM-dd' ? '' : Format };
  }
}

function brandDateType(format: ReportFilter['Format']): string {
  return format === 'yyyy-MM-dd' ? 'DATE' : 'DATETIME';
}

/** `START_DATE` as `StartDate`. */
function camelCase(name: string): string {
  return name.toLowerCase().replace(/(?:^|_)([a-z])/g, (_match, letter: string) => letter.toUpperCase());
}

/** The values of a parameter, which a Brand can also call `StartDate`. */
function valuesIn(query: URLSearchParams, name: string): readonly string[] {
  return [...query.getAll(name), ...query.getAll(camelCase(name))].filter((value) => value !== '');
}

export function describeMetaData(account: Account, report: Report, isCamel = false): Record<string, unknown> {
  const { key, columns, address } = COLUMN_SETS[report.columns];
  const id = reportId(account.kind, report);
  const uri = `${account.path}/Reports/${id}`;
  const attributes = [{ name: key, dataType: 'Integer' }, ...columns, { name: address, dataType: 'String' }];
  return {
    Name: report.name,
    Id: id,
    Description: report.description,
    Filters: filtersOf(report).map((known) => describeFilter(account.kind, known, isCamel)),
    Attributes: attributes.map(({ name, dataType }) => ({ Name: name, DataType: dataType, Description: '' })),
    RunUri: uri,
    Uri: `${uri}/MetaData`,
  };
}

/** The time from the first to the last day of an export. Undefined if it has no period. */
export function periodOf(
  report: Report,
  query: URLSearchParams,
  timeZone?: string,
): { fromMs: number; toMs: number } | undefined {
  const [start = '', end = ''] = periodFiltersOf(report).map((bound) => valuesIn(query, queryName(bound))[0] ?? '');
  const [fromMs, toMs] = [timeOf(start, timeZone), dayBounds(end, timeZone)?.endMs ?? parseIsoTime(end, timeZone)];
  return fromMs === undefined || toMs === undefined ? undefined : { fromMs, toMs };
}

/**
 * What's wrong with an export's filters. Undefined message if nothing is. Ignores filters that the report doesn't have.
 */
export function checkFilters(
  report: Report,
  query: URLSearchParams,
): { message?: string; errors: readonly FieldError[] } {
  const filters = filtersOf(report);
  const bounds = periodFiltersOf(report);
  const missing = bounds.map(queryName).find((name) => valuesIn(query, name).length === 0);
  if (missing !== undefined) {
    return { message: `Missing required parameter ${missing}`, errors: [{ Field: missing, Message: 'Required' }] };
  }
  const errors = filters.flatMap((candidate) => {
    const name = queryName(candidate);
    const complaint = valuesIn(query, name)
      .map((value) => complaintAbout(candidate, value))
      .find((found) => found !== undefined);
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

function complaintAbout({ Name, DataType: type, Format: format }: ReportFilter, value: string): string | undefined {
  if (Name === 'SUPERSTATUS_MS') {
    return SUPERSTATUSES.includes(value) ? undefined : `Must be one of ${SUPERSTATUSES.join(', ')}`;
  }
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
      return (format === 'yyyy-MM-dd' ? timeOf(value) : parseIsoTime(value)) === undefined
        ? `Not a valid date, expected ${format || MOMENT_FORMAT}`
        : undefined;
  }
}

function timeOf(text: string, timeZone?: string): number | undefined {
  return dayBounds(text, timeZone)?.startMs ?? parseIsoTime(text, timeZone);
}
