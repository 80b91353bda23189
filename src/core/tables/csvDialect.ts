import { CsvText, type CsvRow } from './csvText';
import { findTitleRow } from './titleRow';

/** Delimiters, the most common first. */
export const DELIMITERS = [',', ';', '\t', '|', '~', '\u0001'] as const;
/** A first line that names the file's delimiter, as Excel reads and writes it. */
const NAMED_DELIMITER = /^"?sep=([^\r\n])"?(?:\r\n|\n|\r|$)/i;
const LOOKED_AT_ROWS = 200;
const LOOKED_AT_CHARS = 256 * 1024;

/** The delimiter and title line of a CSV. */
export interface CsvDialect {
  readonly delimiter: string;
  /** The line of the titles, starting at 1. The lines before it describe the report. 0: the file has no titles. */
  readonly titleLine: number;
}

/** The user's choices. They replace guesses. */
export type CsvChoice = Partial<CsvDialect>;

/** Guesses the dialect of a CSV from its beginning: the delimiter that divides its rows most evenly. Pure. */
export function guessDialect(text: string, isWhole: boolean, choice: CsvChoice = {}): CsvDialect {
  const beginning = text.slice(0, LOOKED_AT_CHARS);
  const isAll = isWhole && beginning.length === text.length;
  const named = NAMED_DELIMITER.exec(beginning)?.[1];
  const delimiter = choice.delimiter ?? named ?? mostEven(beginning, isAll);
  const rows = rowsOf(beginning, isAll, delimiter).slice(named === undefined ? 0 : 1);
  const title = rows[findTitleRow(rows.map(({ cells }) => cells))];
  return { delimiter, titleLine: choice.titleLine ?? title?.line ?? (named === undefined ? 1 : 2) };
}

/** Whether a text is clearly a table of several rows and columns. Pure. */
export function isEvidentCsv(text: string): boolean {
  const rows = rowsOf(text.slice(0, LOOKED_AT_CHARS), true, mostEven(text.slice(0, LOOKED_AT_CHARS), true));
  const [first] = rows;
  return rows.length > 1 && first !== undefined && first.cells.length > 1 && evenness(rows) === 1;
}

function mostEven(text: string, isAll: boolean): string {
  const judged = DELIMITERS.map((delimiter) => ({ delimiter, score: evenness(rowsOf(text, isAll, delimiter)) }));
  return judged.reduce((best, next) => (next.score > best.score ? next : best)).delimiter;
}

/** The share of rows with the most common number of cells, if that is more than one. Damaged rows lower it. */
function evenness(rows: readonly CsvRow[]): number {
  const counts = new Map<number, number>();
  for (const { cells, isDamaged } of rows) {
    if (cells.length > 1 && !isDamaged) {
      counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
    }
  }
  return rows.length === 0 ? 0 : Math.max(0, ...counts.values()) / rows.length;
}

/** The complete rows in the beginning of a file, or the part of its only row. Leaves out empty lines. */
function rowsOf(text: string, isAll: boolean, delimiter: string): readonly CsvRow[] {
  const whole = readRows(new CsvText(text, delimiter, isAll, 1));
  return whole.length > 0 ? whole : readRows(new CsvText(text, delimiter, true, 1)).slice(0, 1);
}

function readRows(text: CsvText): readonly CsvRow[] {
  const rows: CsvRow[] = [];
  for (let row = text.next(undefined); row !== undefined && rows.length < LOOKED_AT_ROWS; row = text.next(undefined)) {
    if (row.cells.some((cell) => cell !== '')) {
      rows.push(row);
    }
  }
  return rows;
}
