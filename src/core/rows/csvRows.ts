import Papa from 'papaparse';
import type { RowReader } from './rowReader';
import type { RowTable } from './rowTable';

const FALLBACK_DELIMITER = ',';

export interface CsvShape {
  readonly delimiter: string;
  readonly lineBreak: string;
}

/** How a CSV is written, from its beginning: the delimiter that divides the first rows most evenly. */
export function sniffCsv(beginning: string): CsvShape {
  // Papa would say the same of the whole text, which may be long.
  const { meta } = Papa.parse(beginning, { preview: 20, skipEmptyLines: true });
  return { delimiter: meta.delimiter || FALLBACK_DELIMITER, lineBreak: meta.linebreak || '\n' };
}

/** Reads CSV whose first row names the columns. Quotes may hold delimiters, quotes and line breaks. */
export function csvRows(table: RowTable, { delimiter, lineBreak }: CsvShape): RowReader {
  let rest = '';
  let hasHeader = false;
  const read = (isOver: boolean): void => {
    const parser = new Papa.Parser({ delimiter, newline: lineBreak as '\n' });
    const { data, meta } = parser.parse(rest, 0, !isOver) as Papa.ParseResult<string[]>;
    rest = isOver ? '' : rest.slice(meta.cursor);
    for (const cells of data) {
      const isEmptyLine = cells.length === 1 && cells[0] === '' && (!hasHeader || table.columns.length > 1);
      if (isEmptyLine) {
        continue;
      }
      if (hasHeader) {
        table.addCells(cells);
      } else {
        table.setColumns(cells);
        hasHeader = true;
      }
    }
  };
  return {
    push: (text) => {
      rest += text;
      read(false);
    },
    end: (isWhole) => {
      if (isWhole && rest !== '') {
        read(true);
      }
    },
  };
}
