import { plainText } from '../api/plainText';
import type { Preview } from '../preview/preview';
import { notesForAgent } from './notesForAgent';

export const DEFAULT_PREVIEWED = 20;
export const MAX_PREVIEWED = 100;
const MAX_CELL_CHARS = 200;
const MAX_COLUMNS = 60;
const MAX_NOTE_CHARS = 500;

/** The first rows of a result as a language model gets them: limited in number, each cell one line of text. */
export interface PreviewForAgent {
  readonly format: string;
  readonly fileBytes?: number;
  readonly isWholeFile: boolean;
  readonly columns: readonly string[];
  readonly leftOutColumns: number;
  /** What isn't as it should be, in sentences. Absent if nothing is. */
  readonly notes?: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export function previewForAgent(preview: Preview): PreviewForAgent {
  const { format, fileBytes, isWhole, columns, rows, leftOutColumns } = preview;
  const notes = notesForAgent(preview).map((note) => plainText(note, MAX_NOTE_CHARS));
  const shown = (cells: readonly string[]): string[] =>
    cells.slice(0, MAX_COLUMNS).map((cell) => plainText(cell, MAX_CELL_CHARS));
  return {
    format,
    ...(fileBytes !== undefined && { fileBytes }),
    isWholeFile: isWhole,
    columns: shown(columns),
    leftOutColumns: leftOutColumns + Math.max(0, columns.length - MAX_COLUMNS),
    ...(notes.length > 0 && { notes }),
    rows: rows.slice(0, MAX_PREVIEWED).map(shown),
  };
}
