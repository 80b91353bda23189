import { ApiError } from '../apiError';
import { isRecord } from '../isRecord';
import { plainText } from '../api/plainText';
import type { FilterType, Report, ReportAttribute, ReportFilter, ReportMetaData } from './report';

const MAX_NAME_CHARS = 200;
const MAX_DESCRIPTION_CHARS = 1000;
const MAX_URI_CHARS = 2000;
/** The largest catalogs have a few hundred reports. A far longer one is an error. */
const MAX_REPORTS = 5000;
const MAX_FILTERS = 500;
const MAX_ATTRIBUTES = 2000;

type Row = Readonly<Record<string, unknown>>;

/**
 * Decodes the catalog. Leaves out rows without an ID, which can't be requested. Of two rows with one ID, the first one
 * counts.
 */
export function decodeReports(rows: readonly unknown[]): readonly Report[] {
  const reports = new Map<string, Report>();
  for (const row of rows.slice(0, MAX_REPORTS)) {
    const report = decodeReport(row);
    if (report !== undefined && !reports.has(report.id)) {
      reports.set(report.id, report);
    }
  }
  return [...reports.values()];
}

function decodeReport(row: unknown): Report | undefined {
  if (!isRecord(row)) {
    return undefined;
  }
  const id = textOf(row['Id'] ?? row['ReportId'], MAX_NAME_CHARS);
  if (id === '') {
    return undefined;
  }
  return {
    id,
    name: textOf(row['Name'], MAX_NAME_CHARS) || id,
    category: textOf(row['Category'], MAX_NAME_CHARS),
    description: textOf(row['Description'], MAX_DESCRIPTION_CHARS),
    isApiAccessible: /^(true|1|yes)$/i.test(textOf(row['ApiAccessible'], 10)),
    runUri: textOf(row['RunUri'], MAX_URI_CHARS),
  };
}

/**
 * Decodes the filters and attributes of a report, with or without an envelope. Leaves out anything unreadable in them.
 * Throws `unreadable` for a response that isn't about a report, because a report without filters is something else.
 */
export function decodeMetaData(value: unknown): ReportMetaData {
  const wrapped = metaDataIn(value);
  const filters = new Map<string, ReportFilter>();
  const rows = rowsOf(wrapped['Filters'], 'Filter').slice(0, MAX_FILTERS);
  const areDisplayNames = rows.some((filter) => /\s/.test(textOf(filter['Name'], MAX_NAME_CHARS)));
  for (const filter of rows) {
    const name = textOf(filter['Name'], MAX_NAME_CHARS);
    const type = textOf(filter['DataType'], MAX_NAME_CHARS);
    const queryName = queryNameOf(name, areDisplayNames);
    if (queryName !== '' && !filters.has(queryName)) {
      filters.set(queryName, {
        name,
        queryName,
        type: typeOf(type),
        dateForm: dateFormOf(queryName, textOf(filter['Format'], MAX_NAME_CHARS), type),
      });
    }
  }
  const attributes = rowsOf(wrapped['Attributes'], 'Attribute')
    .slice(0, MAX_ATTRIBUTES)
    .map((attribute): ReportAttribute => ({
      name: textOf(attribute['Name'], MAX_NAME_CHARS),
      type: typeOf(textOf(attribute['DataType'], MAX_NAME_CHARS)),
    }));
  return { filters: [...filters.values()], attributes: attributes.filter(({ name }) => name !== '') };
}

/** The part of a response that has the filters. Nothing, null, and {} stand for a report without any. */
function metaDataIn(value: unknown): Row {
  if (value === null) {
    return {};
  }
  const outer: Row = isRecord(value) ? value : {};
  const found = [outer, ...Object.values(outer)].find(
    (part): part is Row => isRecord(part) && ('Filters' in part || 'Attributes' in part),
  );
  const isAboutReport = isRecord(value) && (Object.keys(value).length === 0 || 'Id' in value || 'MetaDataUri' in value);
  if (found === undefined && !isAboutReport) {
    throw new ApiError('unreadable', 'The response contains no filters of a report');
  }
  return found ?? {};
}

/**
 * The name that a request uses for a filter. `Start Date` is a display name, so the request uses `START_DATE`. Any
 * other name is the query name itself, but among display names a single word such as `Country` is one too.
 */
export function queryNameOf(filterName: string, isAmongDisplayNames = false): string {
  const name = filterName.trim();
  const isDisplayName = /\s/.test(name) || (isAmongDisplayNames && /^\p{Lu}\p{Ll}+$/u.test(name));
  return isDisplayName ? name.toUpperCase().replace(/\s+/g, '_') : name;
}

/** `Date (yyyy-MM-dd'T'HH:mm:ssZZ)` has the format of the values in parentheses. */
function typeOf(dataType: string): FilterType {
  switch (/^[a-z]*/.exec(dataType.toLowerCase())?.[0]) {
    case 'date':
    case 'datetime':
    case 'timestamp':
      return 'date';
    case 'boolean':
    case 'bool':
      return 'boolean';
    case 'integer':
    case 'int':
    case 'long':
      return 'integer';
    case 'decimal':
    case 'double':
    case 'float':
    case 'number':
      return 'decimal';
    default:
      return 'text';
  }
}

/** Filters named `*_DATE` take days unless their format says otherwise: a Partner's date type looks like a moment's. */
function dateFormOf(queryName: string, format: string, dataType: string): ReportFilter['dateForm'] {
  if (format === '' && /(?:^|_)DATE$/i.test(queryName)) {
    return 'day';
  }
  return /HH|hh|'T'|datetime|timestamp/i.test(format || dataType) ? 'moment' : 'day';
}

/**
 * Returns the rows of an array, or of what a converter from XML makes of one: `{"Filter": [...]}`, or the only row
 * itself.
 */
function rowsOf(value: unknown, element: string): readonly Row[] {
  const inner = isRecord(value) && element in value ? value[element] : value;
  return (Array.isArray(inner) ? inner : [inner]).filter(isRecord);
}

function textOf(value: unknown, maxChars: number): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? plainText(String(value), maxChars)
    : '';
}
