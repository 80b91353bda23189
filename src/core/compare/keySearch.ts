import type { RowBatch } from '../tables/readTable';

/** A column whose values repeat shows it early; what does not repeat here is checked against all rows later. */
const LOOKED_AT_ROWS = 50_000;
/** More columns than these name no row any more. */
const MAX_KEY_COLUMNS = 3;
const KEY_NAME = /(?:^|[^a-z])(?:id|key|uuid|guid|oid)$/i;
const KEY_NAME_IN_CAMEL_CASE = /[a-z](?:Id|ID|Key)$/;
const IS_NUMBER = /^-?\d+(?:[.,]\d+)?$/;
const IS_FRACTION = /^-?\d+[.,]\d+$/;

/** The first rows of a file, in which its key is looked for. */
export class RowsForKeys {
  private readonly rows: (readonly string[])[] = [];
  private names: readonly string[] = [];

  get columns(): readonly string[] {
    return this.names;
  }

  add({ columns, rows }: RowBatch): void {
    this.names = [...columns];
    this.rows.push(...rows.slice(0, Math.max(0, LOOKED_AT_ROWS - this.rows.length)));
  }

  valuesOf(column: string): readonly string[] {
    const place = this.names.indexOf(column);
    return this.rows.map((row) => row[place] ?? '');
  }
}

interface Column {
  readonly name: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/**
 * Columns that may tell the rows of both files apart, the likeliest first: those named as keys are, then texts, then a
 * combination, then whole numbers, which may be amounts that do not repeat by chance. What has fractions is an amount.
 */
export function keyCandidates(
  before: RowsForKeys,
  after: RowsForKeys,
  common: readonly string[],
): readonly (readonly string[])[] {
  const columns = common.map((name): Column => ({ name, before: before.valuesOf(name), after: after.valuesOf(name) }));
  const isNumber = (column: Column): boolean => !isKeyName(column.name) && consistsOf(column, IS_NUMBER);
  const unique = columns.filter((column) => !consistsOf(column, IS_FRACTION) && isUnique(column));
  const likely = unique.filter((column) => !isNumber(column));
  const ranked = likely
    .map((column) => ({ name: column.name, isKey: isKeyName(column.name), shared: sharedCount(column) }))
    .sort((a, b) => Number(b.isKey) - Number(a.isKey) || b.shared - a.shared)
    .map(({ name }) => [name]);
  const combination = likely.length > 0 ? undefined : combine(columns.filter((column) => !isNumber(column)));
  return [
    ...ranked,
    ...(combination === undefined ? [] : [combination]),
    ...unique.filter(isNumber).map(({ name }) => [name]),
  ];
}

/** Adds to the columns whichever makes most of them, until no combination of their values repeats. */
function combine(columns: readonly Column[]): readonly string[] | undefined {
  let chosen: readonly string[] = [];
  let joined: Column | undefined;
  while (chosen.length < MAX_KEY_COLUMNS) {
    const [best] = columns
      .filter(({ name }) => !chosen.includes(name))
      .map((column) => joinColumns(joined, column))
      .sort((a, b) => distinctCount(b) - distinctCount(a));
    if (best === undefined) {
      return undefined;
    }
    chosen = [...chosen, best.name];
    joined = best;
    if (isUnique(best)) {
      return chosen;
    }
  }
  return undefined;
}

function joinColumns(known: Column | undefined, { name, before, after }: Column): Column {
  const join = (values: readonly string[], to: readonly string[] | undefined): readonly string[] =>
    to === undefined ? values : values.map((value, index) => `${to[index] ?? ''}\u0000${value}`);
  return { name, before: join(before, known?.before), after: join(after, known?.after) };
}

function isKeyName(name: string): boolean {
  return KEY_NAME.test(name) || KEY_NAME_IN_CAMEL_CASE.test(name);
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

/** A value that changes cannot name a row: of two columns, the one whose values are in both files can. */
function sharedCount({ before, after }: Column): number {
  const known = new Set(before);
  return after.filter((value) => known.has(value)).length;
}
