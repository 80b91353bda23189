import type { Preview } from '../preview/preview';
import { MAX_ANSWER_BYTES } from './modelText';
import { notesForAgent } from './notesForAgent';
import { visibleText } from './visibleText';

export const DEFAULT_PREVIEWED = 20;
export const MAX_PREVIEWED = 100;
const MAX_CELL_CHARS = 200;
const MAX_TITLE_CHARS = 80;
const MAX_COLUMNS = 60;
const MAX_NOTE_CHARS = 500;
/** Leaves room for the notes and what surrounds the rows. */
const MAX_ROWS_BYTES = MAX_ANSWER_BYTES - 4_000;
/** The length of cells if the rows don't fit. */
const MAX_CUT_CELL_CHARS = 60;

type Row = readonly string[];

/** The first rows of a result as a language model gets them: limited in number, each cell one line of text. */
export interface PreviewForAgent {
  readonly format: string;
  readonly fileBytes?: number;
  readonly isWholeFile: boolean;
  readonly columns: Row;
  readonly leftOutColumns: number;
  /** What isn't as it should be, in sentences. Absent if nothing is. */
  readonly notes?: readonly string[];
  readonly rows: readonly Row[];
  /** How many of the requested rows don't fit into an answer. */
  readonly leftOutRows?: number;
}

export function previewForAgent(preview: Preview): PreviewForAgent {
  const { format, fileBytes, isWhole, columns, rows, leftOutColumns } = preview;
  const notes = notesForAgent(preview).map((note) => visibleText(note, MAX_NOTE_CHARS));
  const titles = short(columns, MAX_TITLE_CHARS);
  const shown = rows.slice(0, MAX_PREVIEWED).map((cells) => short(cells, MAX_CELL_CHARS));
  const fitting = fittingRows(titles, shown);
  return {
    format,
    ...(fileBytes !== undefined && { fileBytes }),
    isWholeFile: isWhole,
    columns: titles,
    leftOutColumns: leftOutColumns + Math.max(0, columns.length - MAX_COLUMNS),
    ...(notes.length > 0 && { notes }),
    rows: fitting,
    ...(rows.length > fitting.length && { leftOutRows: rows.length - fitting.length }),
  };
}

/** Cuts cells, then rows, until they fit. Keeps all columns, because a row is only understood with them. */
function fittingRows(titles: Row, rows: readonly Row[]): readonly Row[] {
  let bytesLeft = MAX_ROWS_BYTES - sizeOf(titles);
  if (sizeOf(rows) <= bytesLeft) {
    return rows;
  }
  const cut = rows.map((cells) => short(cells, MAX_CUT_CELL_CHARS));
  const end = cut.findIndex((row) => (bytesLeft -= sizeOf(row)) < 0);
  return end < 0 ? cut : cut.slice(0, end);
}

function short(cells: Row, maxChars: number): Row {
  return cells.slice(0, MAX_COLUMNS).map((cell) => visibleText(cell, maxChars));
}

function sizeOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value)) + 1;
}
