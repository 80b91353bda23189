import { readTable, type ReadTableOptions } from '../tables/readTable';
import type { ChangedRow, Comparison, RowSample } from './comparison';
import type { DifferenceListing } from './differenceListing';
import type { Joined } from './joinRows';
import type { ColumnPair } from './matchColumns';
import { RowHash } from './rowHash';

export const MAX_SAMPLES = 10;
/** Changed rows are compared cell by cell up to this many rows, and up to this many of their cells. */
const MAX_DETAILED_ROWS = 20_000;
const MAX_DETAILED_CELLS = 2_000_000;
/** More columns and cells make a table that nobody can read. */
const MAX_SAMPLE_COLUMNS = 8;
const MAX_SAMPLE_CELLS = 20;
const MAX_CELL_CHARS = 400;
/** How much of the changed rows' earlier cells is kept until the later ones show where they differ. */
const MAX_KEPT_CHARS = 4 * 1024 * 1024;
/** The characters shown before the first difference between two long cells. */
const CHARS_BEFORE_DIFFERENCE = 20;

export interface DetailsRequest {
  readonly before: { readonly file: string; readonly options: ReadTableOptions };
  readonly after: { readonly file: string; readonly options: ReadTableOptions };
  readonly common: readonly ColumnPair[];
  /** Empty if no columns identify rows. */
  readonly key: readonly ColumnPair[];
  /** Takes all rows that differ. */
  readonly listing: DifferenceListing | undefined;
}

/** How many changed rows can be compared cell by cell. */
export function maxDetailed(columns: number): number {
  return Math.max(MAX_SAMPLES, Math.min(MAX_DETAILED_ROWS, Math.floor(MAX_DETAILED_CELLS / Math.max(1, columns))));
}

/** Reads both files once more for the cells of the rows that were found, up to the last of them. */
export async function readDetails(
  { before, after, common, key, listing }: DetailsRequest,
  joined: Joined,
): Promise<Pick<Comparison, 'changedColumns' | 'detailedRows' | 'samples'>> {
  const shown = [...key, ...common.filter((pair) => !key.includes(pair))].slice(0, MAX_SAMPLE_COLUMNS);
  const earlier = new EarlierCells(joined.changed.length, common);
  const removed: RowSample[] = [];
  const added: RowSample[] = [];
  const changed: ChangedRow[] = [];
  const changesByColumn = new Map<string, number>();

  const removedRows = new Set(joined.removed);
  const changedBefore = new Map(joined.changed.map((pair, index) => [pair.before, index]));
  await eachRowOf(before, [removedRows, changedBefore.keys(), listing?.wanted('before')], (number, row) => {
    listing?.take('before', number, row);
    const index = changedBefore.get(number);
    if (index !== undefined) {
      earlier.keep(index, row);
    }
    if (removedRows.has(number)) {
      removed.push(shown.map((pair) => ({ column: pair.label, value: kept(row[pair.before]) })));
    }
  });

  const addedRows = new Set(joined.added);
  const changedAfter = new Map(joined.changed.map((pair, index) => [pair.after, index]));
  await eachRowOf(after, [addedRows, changedAfter.keys(), listing?.wanted('after')], (number, row) => {
    listing?.take('after', number, row);
    const index = changedAfter.get(number);
    if (index !== undefined) {
      const differing = earlier.differing(index, row);
      differing.forEach(({ label }) => changesByColumn.set(label, (changesByColumn.get(label) ?? 0) + 1));
      if (changed.length < MAX_SAMPLES) {
        const cells = differing.slice(0, MAX_SAMPLE_CELLS).flatMap((pair) => {
          const cut = cutAtDifference(earlier.cell(index, pair), row[pair.after]);
          return cut === undefined ? [] : [{ column: pair.label, ...cut }];
        });
        changed.push({
          key: key.map((pair) => kept(row[pair.after])),
          cells,
          leftOutCells: differing.length - cells.length,
        });
      }
    }
    if (addedRows.has(number)) {
      added.push(shown.map((pair) => ({ column: pair.label, value: kept(row[pair.after]) })));
    }
  });
  const changedColumns = [...changesByColumn]
    .map(([column, rows]) => ({ column, rows }))
    .sort((a, b) => b.rows - a.rows);
  return { changedColumns, detailedRows: joined.changed.length, samples: { added, removed, changed } };
}

/** Calls back once for each row with one of these numbers. Stops reading after the last of them. */
async function eachRowOf(
  { file, options }: DetailsRequest['before'],
  numbers: readonly (Iterable<number> | undefined)[],
  visit: (number: number, row: readonly string[]) => void,
): Promise<void> {
  const wanted = inOrder(numbers);
  if (wanted.length === 0) {
    return;
  }
  let next = 0;
  let first = 0;
  for await (const { rows } of readTable(file, options)) {
    for (let number = wanted[next]; number !== undefined && number < first + rows.length; number = wanted[++next]) {
      visit(number, rows[number - first] ?? []);
    }
    first += rows.length;
    if (next === wanted.length) {
      return;
    }
  }
}

/** All numbers, each once, lowest first. */
function inOrder(numbers: readonly (Iterable<number> | undefined)[]): Uint32Array {
  const lists = numbers.map((list) => Uint32Array.from(list ?? []));
  const all = new Uint32Array(lists.reduce((sum, { length }) => sum + length, 0));
  lists.reduce((at, list) => {
    all.set(list, at);
    return at + list.length;
  }, 0);
  return all.sort().filter((number, index, sorted) => index === 0 || number !== sorted[index - 1]);
}

/** The text of an earlier cell, or its beginning if it's too long to be kept. */
interface KeptCell {
  readonly text: string;
  readonly isWhole: boolean;
}

/** The earlier cells of changed rows: hashes of all, and the texts of those that are shown. */
class EarlierCells {
  private readonly hashes: Uint32Array;
  private readonly texts: (readonly KeptCell[])[] = [];
  private charsLeft = MAX_KEPT_CHARS;
  private readonly hash = new RowHash();

  constructor(
    rows: number,
    private readonly common: readonly ColumnPair[],
  ) {
    this.hashes = new Uint32Array(rows * common.length * 2);
  }

  keep(index: number, row: readonly string[]): void {
    this.common.forEach(({ before }, column) => {
      const at = this.placeOf(index, column);
      this.hash.of(row, [before]);
      this.hashes[at] = this.hash.high;
      this.hashes[at + 1] = this.hash.low;
    });
    if (index < MAX_SAMPLES) {
      this.texts[index] = this.common.map(({ before }) => this.keepText(row[before] ?? ''));
    }
  }

  /** The columns in which a row of the later file differs. */
  differing(index: number, row: readonly string[]): readonly ColumnPair[] {
    return this.common.filter(({ after }, column) => {
      const at = this.placeOf(index, column);
      this.hash.of(row, [after]);
      return this.hashes[at] !== this.hash.high >>> 0 || this.hashes[at + 1] !== this.hash.low >>> 0;
    });
  }

  cell(index: number, pair: ColumnPair): KeptCell {
    return this.texts[index]?.[this.common.indexOf(pair)] ?? { text: '', isWhole: true };
  }

  private keepText(cell: string): KeptCell {
    const text = kept(cell, Math.max(MAX_CELL_CHARS, this.charsLeft));
    this.charsLeft = Math.max(0, this.charsLeft - text.length);
    return { text, isWhole: text.length === cell.length };
  }

  private placeOf(index: number, column: number): number {
    return (index * this.common.length + column) * 2;
  }
}

/** A copy of a cell's beginning. A slice would keep the whole block of the file in memory. */
function kept(cell = '', maxChars = MAX_CELL_CHARS): string {
  return Buffer.from(cell.slice(0, maxChars), 'utf16le').toString('utf16le');
}

/**
 * Two cells from shortly before their first difference. Short cells stay as they are. Undefined if the difference is
 * in the part of the earlier cell that wasn't kept.
 */
function cutAtDifference(
  { text, isWhole }: KeptCell,
  cell = '',
): { readonly before: string; readonly after: string } | undefined {
  let start = 0;
  while (start < text.length && text[start] === cell[start]) {
    start++;
  }
  if (start === text.length && !isWhole) {
    return undefined;
  }
  const from = start - CHARS_BEFORE_DIFFERENCE;
  return from <= CHARS_BEFORE_DIFFERENCE
    ? { before: kept(text), after: kept(cell) }
    : { before: `…${kept(text.slice(from))}`, after: `…${kept(cell.slice(from))}` };
}
