import type { CsvDialect } from './csvDialect';
import { type CsvRow, CsvText } from './csvText';
import type { FormatReader } from './formatReader';
import { PendingText } from './pendingText';
import type { RowTable } from './rowTable';
import { TableError } from './tableError';
import { Notes } from './tableNotes';

/** Reads CSV into a table. Quoted cells can contain delimiters, quotes, and line breaks. */
export function csvReader(table: RowTable, { delimiter, titleLine }: CsvDialect): FormatReader {
  const pending = new PendingText();
  const notes = new Notes();
  let line = 1;
  /** The expected number of cells in a row. Undefined until the titles are read. */
  let width: number | undefined;

  const addTitles = ({ cells }: CsvRow): void => {
    table.setColumns(cells);
    width = cells.length;
    noteTitles(cells, notes);
  };
  const addRow = (row: CsvRow): void => {
    const isEmptyLine = row.cells.length === 1 && row.cells[0] === '' && width !== 1;
    if (isEmptyLine || row.line < titleLine) {
      return;
    }
    if (row.isDamaged) {
      notes.add('badQuotes', row.line);
    }
    if (width === undefined && titleLine > 0) {
      addTitles(row);
      return;
    }
    width ??= row.cells.length;
    if (row.cells.length !== width) {
      notes.add('uneven', row.line);
    }
    table.add({ kind: 'cells', cells: row.cells });
  };
  const read = (isOver: boolean, isLast: boolean): void => {
    const waiting = pending.take(isOver);
    if (waiting === undefined) {
      return;
    }
    const text = new CsvText(waiting, delimiter, isLast, line);
    for (let row = text.next(width); row !== undefined && !table.hasMore; row = text.next(width)) {
      addRow(row);
    }
    line = text.nextLine;
    pending.keep(text.rest());
    if (pending.isTooLong) {
      throw new TableError('rowTooLong', `The row in line ${line} is too long`, 'csv', line);
    }
  };
  return {
    push: (text) => {
      pending.push(text);
      read(false, false);
    },
    end: (isWhole) => read(true, isWhole),
    close: () => undefined,
    notes: () => notes.all(),
    tables: () => [],
    table: () => undefined,
  };
}

function noteTitles(titles: readonly string[], notes: Notes): void {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const title of titles) {
    if (title.trim() === '') {
      notes.add('emptyTitles');
    } else if (seen.has(title)) {
      repeated.add(title);
    }
    seen.add(title);
  }
  repeated.forEach((title) => notes.add('repeatedTitles', title));
}
