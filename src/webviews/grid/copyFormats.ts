export const COPY_FORMATS = ['csv', 'tsv', 'markdown'] as const;
export type CopyFormat = (typeof COPY_FORMATS)[number];

export interface CopiedColumn {
  readonly title: string;
  readonly isEndAligned?: boolean;
}

/**
 * Cells as a text for the clipboard, under their titles where `columns` are given. Cells stay what they are in the
 * file: a `=` or `+` in front gets no quote that would keep a spreadsheet from reading a formula, for then the copy
 * would differ from the data, in a notebook or a diff as well; whoever pastes into a spreadsheet chooses to. Pure.
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
  const isSpecial = format === 'csv' ? /[",\r\n]|^\s|\s$/ : /["\t\r\n]/;
  const line = (cells: readonly string[]): string =>
    cells.map((cell) => (isSpecial.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(delimiter);
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
