import { compareKeys } from './cellOrder';
import type { OrderKey } from './orderKey';

/** What filtering and sorting need to know about a column, for any kind of rows. */
export interface FilteredColumn<Row> {
  /** Stays the same when rows are arranged or reloaded. */
  readonly id: string;
  /** The cell's text, which is searched. */
  readonly text: (row: Row) => string;
  /** The value that rows are sorted by. */
  readonly order: (row: Row) => OrderKey;
  /**
   * Reads the value typed in a filter (`> 10`) in the same way as `order` reads cells. Without it, filters only search
   * for text.
   */
  readonly readKey?: (text: string) => OrderKey;
}

export type RowTest<Row> = (row: Row) => boolean;

/** What rows have to match: words in any column, and filters by column ID. */
export interface RowFilter {
  readonly search: string;
  readonly filters: Readonly<Record<string, string>>;
}

/** The test for rows that match all words and all filters. Undefined if all rows do. Pure. */
export function rowTest<Row>(
  columns: readonly FilteredColumn<Row>[],
  { search, filters }: RowFilter,
): RowTest<Row> | undefined {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const tests = columns.flatMap((column) => cellFilter(filters[column.id] ?? '', column) ?? []);
  if (tests.length === 0 && words.length === 0) {
    return undefined;
  }
  const isFound = (row: Row): boolean => {
    const texts = columns.map((column) => column.text(row).toLowerCase());
    return words.every((word) => texts.some((text) => text.includes(word)));
  };
  return (row) => tests.every((test) => test(row)) && (words.length === 0 || isFound(row));
}

/**
 * Returns the test for the text typed in a column's filter: cells that contain the text, in any case; `!part` for cells
 * without it; `=text` for the whole cell, `=` for empty ones; `>`, `>=`, `<`, `<=` if the column's order can be
 * compared with the typed value, and two of these with `&` between them. Undefined if the text doesn't filter anything.
 * Pure.
 */
export function cellFilter<Row>(typed: string, column: FilteredColumn<Row>): RowTest<Row> | undefined {
  const limits = /^\s*([<>].+?)\s*&\s*([<>].+)$/s.exec(typed)?.slice(1) ?? [];
  const isReadable = limits.length > 0 && limits.every((limit) => isLimit(limit, column));
  if (!isReadable) {
    return oneFilter(typed, column);
  }
  const tests = limits.map((limit) => oneFilter(limit, column));
  return (row) => tests.every((test) => test?.(row) === true);
}

function isLimit<Row>(typed: string, { readKey }: FilteredColumn<Row>): boolean {
  return readKey?.(typed.replace(/^[<>]=?/, '').trim()) !== undefined;
}

function oneFilter<Row>(typed: string, column: FilteredColumn<Row>): RowTest<Row> | undefined {
  const [, sign = '', rest = ''] = /^\s*(>=|<=|>|<|=|!)?\s*(.*?)\s*$/s.exec(typed) ?? [];
  const sought = rest.toLowerCase();
  const textOf = (row: Row): string => column.text(row).trim().toLowerCase();
  if (sign === '=') {
    return (row) => textOf(row) === sought;
  }
  if (sought === '') {
    return undefined;
  }
  if (sign === '!') {
    return (row) => !textOf(row).includes(sought);
  }
  const limit = sign === '' ? undefined : column.readKey?.(rest);
  if (limit === undefined) {
    const whole = typed.trim().toLowerCase();
    return (row) => textOf(row).includes(whole);
  }
  return (row) => {
    const key = column.order(row);
    const difference = key === undefined ? Number.NaN : compareKeys(key, limit, 1);
    return LIMITS[sign]?.(difference) ?? false;
  };
}

/** Tests how a row compares with the limit, by the operator before the limit. */
const LIMITS: Readonly<Record<string, (difference: number) => boolean>> = {
  '>': (difference) => difference > 0,
  '>=': (difference) => difference >= 0,
  '<': (difference) => difference < 0,
  '<=': (difference) => difference <= 0,
};
