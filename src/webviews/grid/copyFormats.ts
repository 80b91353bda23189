import { csvCell, tsvCell } from '../../core/tables/csvCell';

export const COPY_FORMATS = ['csv', 'tsv', 'markdown'] as const;
export type CopyFormat = (typeof COPY_FORMATS)[number];

export interface CopiedColumn {
  readonly title: string;
  readonly isEndAligned?: boolean;
}

/**
 * Converts cells to text for the clipboard, below their titles if `columns` are given. Cells stay as they are in the
 * file. A `=` or `+` at the start gets no quote to stop a spreadsheet from reading a formula, because then the copy
 * would differ from the data, also in a notebook or a diff. Pasting into a spreadsheet is the user's decision. Pure.
 */
export function copyText(
  format: CopyFormat,
  rows: readonly (readonly string[])[],
  columns: readonly CopiedColumn[] | undefined,
): string {
  const titles = columns?.map(({ title }) => title);
  if (format === 'markdown') {
    return markdown(rows, columns ?? (rows[0] ?? []).map(() => ({ title: '' })));
  }
  const delimiter = format === 'csv' ? ',' : '\t';
  const line = (cells: readonly string[]): string => cells.map(format === 'csv' ? csvCell : tsvCell).join(delimiter);
  return [...(titles === undefined ? [] : [titles]), ...rows].map(line).join('\n');
}

function markdown(rows: readonly (readonly string[])[], columns: readonly CopiedColumn[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const escaped = (cells: readonly string[]): readonly string[] =>
    cells.map((cell) => cell.replace(/[\\|`*_<>[\]]/g, '\\$&').replace(/\r\n|\r|\n/g, '<br>'));
  return [
    line(escaped(columns.map(({ title }) => title))),
    line(columns.map(({ isEndAligned }) => (isEndAligned ? '---:' : '---'))),
    ...rows.map((cells) => line(escaped(cells))),
  ].join('\n');
}
