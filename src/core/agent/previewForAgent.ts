import { plainText } from '../api/plainText';
import type { Preview } from '../preview/preview';

export const DEFAULT_PREVIEWED = 20;
export const MAX_PREVIEWED = 100;
const MAX_CELL_CHARS = 200;
const MAX_COLUMNS = 60;

/** The first rows of a result as a language model reads them: bounded, each cell one line of text. */
export interface PreviewForAgent {
  readonly format: string;
  readonly fileBytes?: number;
  readonly isWholeFile: boolean;
  readonly columns: readonly string[];
  readonly leftOutColumns: number;
  readonly rows: readonly (readonly string[])[];
}

export function previewForAgent({
  format,
  fileBytes,
  isWhole,
  columns,
  rows,
  leftOutColumns,
}: Preview): PreviewForAgent {
  const shown = (cells: readonly string[]): string[] =>
    cells.slice(0, MAX_COLUMNS).map((cell) => plainText(cell, MAX_CELL_CHARS));
  return {
    format,
    ...(fileBytes !== undefined && { fileBytes }),
    isWholeFile: isWhole,
    columns: shown(columns),
    leftOutColumns: leftOutColumns + Math.max(0, columns.length - MAX_COLUMNS),
    rows: rows.slice(0, MAX_PREVIEWED).map(shown),
  };
}
