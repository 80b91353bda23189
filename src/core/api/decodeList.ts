import { isRecord } from '../isRecord';
import { ApiError } from '../apiError';
import { decodeErrorMessage } from './decodeErrorMessage';
import { plainText } from './plainText';

/** The most rows of a list: twice the largest measured list. Each row becomes a job, however small it is. */
export const MAX_ROWS = 200_000;

export interface DecodedList {
  readonly rows: readonly unknown[];
  /**
   * The next page: its address as sent, relative or absolute, or its number if the list only counts its pages.
   * Undefined on the last page.
   */
  readonly nextPage: string | number | undefined;
  /** How many rows all pages have together, as far as this page says. */
  readonly total: number | undefined;
}

const NO_ROWS: DecodedList = { rows: [], nextPage: undefined, total: undefined };

type Envelope = Readonly<Record<string, unknown>>;

/**
 * Decodes a list in any of its known forms: a bare array, `{"Jobs": [...]}`, or that with paging attributes. An empty
 * list can also be `null` or `{}`. `name` is the resource's name in the plural; some responses write it in the singular
 * or in another letter case. `page` is the number of the requested page. Throws `rejected` for an error envelope (which
 * the API also sends with HTTP 200), `tooLarge` above `MAX_ROWS` rows, and `unreadable` for anything else.
 */
export function decodeList(value: unknown, name: string, page = 1): DecodedList {
  if (value === null) {
    return NO_ROWS;
  }
  if (Array.isArray(value)) {
    return { rows: limited(value), nextPage: undefined, total: undefined };
  }
  if (!isRecord(value)) {
    throw new ApiError('unreadable', `Expected a list of ${name}, got ${typeof value}`);
  }
  const key = keyOfRows(value, name);
  if (key === undefined) {
    return decodeWithoutRows(value, name);
  }
  const rows = rowsIn(value[key], name);
  const next = value['@nextpageuri'] ?? value['nextpageuri'];
  return {
    rows,
    nextPage: typeof next === 'string' && next !== '' ? next : nextPageNumber(value, rows.length, page),
    total: countIn(value, 'total'),
  };
}

/** The key under which an object has the rows: `Jobs`, or another spelling of it. */
function keyOfRows(value: Envelope, name: string): string | undefined {
  return name in value
    ? name
    : Object.keys(value).find((key) => [name, singularOf(name)].some((word) => isSameWord(key, word)));
}

/** Converters from XML turn one row into an object, several into `{"Job": [...]}`, and none into "", null, or {}. */
function rowsIn(sent: unknown, name: string): readonly unknown[] {
  if (Array.isArray(sent)) {
    return limited(sent);
  }
  if (sent === undefined || sent === null || sent === '') {
    return [];
  }
  if (!isRecord(sent)) {
    throw new ApiError('unreadable', `Expected a list of ${name}, got ${typeof sent}`);
  }
  const [key, ...others] = Object.keys(sent);
  if (key === undefined) {
    return [];
  }
  return others.length === 0 && isSameWord(key, singularOf(name)) ? rowsIn(sent[key], name) : [sent];
}

function singularOf(name: string): string {
  return name.replace(/s$/, '');
}

function isSameWord(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** The number of the next page of a list that counts its pages or rows. Undefined on the last page. */
function nextPageNumber(envelope: Envelope, rowCount: number, asked: number): number | undefined {
  const page = countIn(envelope, 'page') ?? asked;
  const total = countIn(envelope, 'total') ?? 0;
  const pageSize = countIn(envelope, 'pagesize') ?? rowCount;
  const pages = countIn(envelope, 'numpages') ?? (pageSize > 0 ? Math.ceil(total / pageSize) : 0);
  return rowCount > 0 && page < pages ? page + 1 : undefined;
}

/** `"@total": "1,234"`, or without the `@`, which some converters from XML leave out. */
function countIn(envelope: Envelope, name: string): number | undefined {
  const value = envelope[`@${name}`] ?? envelope[name];
  const count = typeof value === 'string' && value.trim() !== '' ? Number(value.replace(/,(?=\d{3})/g, '')) : value;
  return typeof count === 'number' && Number.isSafeInteger(count) && count >= 0 ? count : undefined;
}

function limited(rows: readonly unknown[]): readonly unknown[] {
  checkRowCount(rows.length);
  return rows;
}

/** Throws `tooLarge` above `MAX_ROWS`. */
export function checkRowCount(count: number): void {
  if (count > MAX_ROWS) {
    throw new ApiError('tooLarge', `The list has more than ${MAX_ROWS} rows`);
  }
}

function decodeWithoutRows(envelope: Envelope, name: string): DecodedList {
  const message = decodeErrorMessage(envelope);
  if (message !== undefined) {
    throw new ApiError('rejected', `The API returned an error: ${message}`, { serverMessage: message });
  }
  if (countIn(envelope, 'total') === 0 || Object.keys(envelope).length === 0) {
    return NO_ROWS;
  }
  throw new ApiError(
    'unreadable',
    `Expected a list of ${name}, got an object with ${plainText(Object.keys(envelope).slice(0, 5).join(', '), 100) || 'nothing'}`,
  );
}
