import { readTable, type ReadTableOptions } from '../tables/readTable';
import type { ColumnPair } from './matchColumns';

/**
 * A column whose values repeat usually shows it early. Columns that don't repeat here are checked against all rows
 * later.
 */
const SAMPLE_ROWS = 5000;
/** A sample of wide rows ends at this size, before it has the usual number of rows. */
const SAMPLE_BYTES = 4 * 1024 * 1024;
/** More columns than these don't identify a row any better. */
const MAX_KEY_COLUMNS = 3;
const KEY_NAME = /(?:^|[^a-z])(?:id|key|uuid|guid|oid)$/i;
const KEY_NAME_IN_CAMEL_CASE = /[a-z](?:Id|ID|Key)$/;
const IS_NUMBER = /^-?\d+(?:[.,]\d+)?$/;
const IS_FRACTION = /^-?\d+[.,]\d+$/;

/** The first rows of a file, used to find its key. */
export interface KeySample {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Reads the beginning of a file. Throws the errors of `readTable`. */
export async function readKeySample(file: string, options: ReadTableOptions): Promise<KeySample> {
  const rows: (readonly string[])[] = [];
  let columns: readonly string[] = [];
  let bytes = 0;
  for await (const batch of readTable(file, { ...options, onBytes: (count) => (bytes += count) })) {
    columns = [...batch.columns];
    rows.push(...batch.rows.slice(0, SAMPLE_ROWS - rows.length));
    if (rows.length >= SAMPLE_ROWS || bytes >= SAMPLE_BYTES) {
      break;
    }
  }
  return { columns, rows };
}

interface Column {
  readonly pair: ColumnPair;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/**
 * Columns that could identify the rows of both files, likeliest first: columns named like keys, then texts, then a
 * combination, and then whole numbers, which can be amounts that happen not to repeat. Numbers with fractions are
 * amounts. Pure.
 */
export function keyCandidates(
  before: KeySample,
  after: KeySample,
  common: readonly ColumnPair[],
): readonly (readonly ColumnPair[])[] {
  const columns = common.map((pair): Column => ({
    pair,
    before: before.rows.map((row) => row[pair.before] ?? ''),
    after: after.rows.map((row) => row[pair.after] ?? ''),
  }));
  const isNumber = (column: Column): boolean => !isKeyName(column) && consistsOf(column, IS_NUMBER);
  const unique = columns.filter((column) => !consistsOf(column, IS_FRACTION) && isUnique(column));
  const likely = unique.filter((column) => !isNumber(column));
  const ranked = likely
    .map((column) => ({ pair: column.pair, isKey: isKeyName(column), shared: sharedCount(column) }))
    .sort((a, b) => Number(b.isKey) - Number(a.isKey) || b.shared - a.shared)
    .map(({ pair }) => [pair]);
  const combination = likely.length > 0 ? undefined : combine(columns.filter((column) => !isNumber(column)));
  return [
    ...ranked,
    ...(combination === undefined ? [] : [combination]),
    ...unique.filter(isNumber).map(({ pair }) => [pair]),
  ];
}

/** Adds columns, the one with most different values first, until no combination of values repeats. */
function combine(columns: readonly Column[]): readonly ColumnPair[] | undefined {
  let chosen: readonly ColumnPair[] = [];
  let joined: Column | undefined;
  while (chosen.length < MAX_KEY_COLUMNS) {
    const [best] = columns
      .filter(({ pair }) => !chosen.includes(pair))
      .map((column) => joinColumns(joined, column))
      .map((column) => ({ column, count: distinctCount(column) }))
      .sort((a, b) => b.count - a.count);
    if (best === undefined) {
      return undefined;
    }
    chosen = [...chosen, best.column.pair];
    joined = best.column;
    if (isUnique(joined)) {
      return chosen;
    }
  }
  return undefined;
}

function joinColumns(known: Column | undefined, { pair, before, after }: Column): Column {
  const join = (values: readonly string[], to: readonly string[] | undefined): readonly string[] =>
    to === undefined ? values : values.map((value, index) => `${to[index] ?? ''}\u0000${value}`);
  return { pair, before: join(before, known?.before), after: join(after, known?.after) };
}

function isKeyName({ pair: { label } }: Column): boolean {
  return KEY_NAME.test(label) || KEY_NAME_IN_CAMEL_CASE.test(label);
}

function consistsOf({ before, after }: Column, pattern: RegExp): boolean {
  const filled = [...before, ...after].filter((value) => value !== '');
  return filled.length > 0 && filled.every((value) => pattern.test(value));
}

function isUnique({ before, after }: Column): boolean {
  return [before, after].every(
    (values) => values.every((value) => value !== '') && new Set(values).size === values.length,
  );
}

function distinctCount({ before, after }: Column): number {
  return new Set(before).size + new Set(after).size;
}

/** A value that changes can't identify a row. Of two columns, the one whose values are in both files can. */
function sharedCount({ before, after }: Column): number {
  const known = new Set(before);
  return after.filter((value) => known.has(value)).length;
}
