import { ApiError } from '../apiError';
import { decodeErrorMessage } from './decodeErrorMessage';
import { plainText } from './plainText';

/** The most rows of a list: twice the largest measured list. Each row becomes a job, however small it is. */
export const MAX_ROWS = 200_000;

export interface DecodedList {
  readonly rows: readonly unknown[];
  /** The address of the next page as sent, relative or absolute. Undefined on the last page. */
  readonly nextPageUri: string | undefined;
}

/**
 * Decodes a list in any of its documented forms: a bare array, `{"Jobs": [...]}`, or that with paging attributes.
 * `name` is the resource's name. Throws `rejected` for an error envelope (which the API also sends with HTTP 200),
 * `tooLarge` above `MAX_ROWS` rows, and `unreadable` for anything else.
 */
export function decodeList(value: unknown, name: string): DecodedList {
  if (Array.isArray(value)) {
    return { rows: limited(value), nextPageUri: undefined };
  }
  if (typeof value !== 'object' || value === null) {
    throw new ApiError('unreadable', `Expected a list of ${name}, got ${value === null ? 'null' : typeof value}`);
  }
  const envelope = value as Readonly<Record<string, unknown>>;
  const rows = envelope[name] ?? envelope[name.toLowerCase()];
  if (rows === undefined && !(name in envelope)) {
    return decodeWithoutRows(envelope, name);
  }
  const next = envelope['@nextpageuri'];
  return {
    // Converters from XML turn one row into an object, and no rows into "" or null.
    rows: Array.isArray(rows) ? limited(rows) : [rows].filter((row) => typeof row === 'object' && row !== null),
    nextPageUri: typeof next === 'string' && next !== '' ? next : undefined,
  };
}

function limited(rows: readonly unknown[]): readonly unknown[] {
  if (rows.length > MAX_ROWS) {
    throw new ApiError('tooLarge', `The list has more than ${MAX_ROWS} rows`);
  }
  return rows;
}

function decodeWithoutRows(envelope: Readonly<Record<string, unknown>>, name: string): DecodedList {
  const message = decodeErrorMessage(envelope);
  if (message !== undefined) {
    throw new ApiError('rejected', `The API answered with an error: ${message}`, { serverMessage: message });
  }
  if (envelope['@total'] === '0' || envelope['@total'] === 0) {
    return { rows: [], nextPageUri: undefined };
  }
  throw new ApiError(
    'unreadable',
    `Expected a list of ${name}, got an object with ${plainText(Object.keys(envelope).slice(0, 5).join(', '), 100) || 'nothing'}`,
  );
}
