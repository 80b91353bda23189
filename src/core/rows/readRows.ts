import { csvRows, sniffCsv } from './csvRows';
import { jsonLines, jsonRows } from './jsonRows';
import { readText } from './readChunks';
import { type RowFormat, rowFormatOf } from './rowFormat';
import { RowError, type RowReader } from './rowReader';
import { RowTable } from './rowTable';
import { xmlRows } from './xmlRows';

/** Enough to see what stands between the values of a CSV. */
const SNIFF_CHARS = 64 * 1024;

/** Rows of a file that follow each other. */
export interface RowBatch {
  /** As far as they are known: JSON and XML have more when a later record has. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/**
 * Reads a file's rows, some thousands at a time, and keeps none. Throws RowError where they cannot be told apart, the
 * file system's error, and the signal's reason.
 */
export async function* readRows(path: string, signal?: AbortSignal): AsyncGenerator<RowBatch> {
  const format = rowFormatOf(path);
  if (format === undefined) {
    throw new RowError('The file is no table');
  }
  const table = new RowTable(Infinity);
  let reader: RowReader | undefined;
  for await (const text of readText(path, signal)) {
    reader ??= readerOf(format, table, text.slice(0, SNIFF_CHARS));
    reader.push(text);
    if (table.rows.length > 0) {
      yield { columns: table.columns, rows: table.rows.splice(0) };
    }
  }
  reader?.end(true);
  yield { columns: table.columns, rows: table.rows.splice(0) };
}

function readerOf(format: RowFormat, table: RowTable, beginning: string): RowReader {
  switch (format) {
    case 'csv':
      return csvRows(table, sniffCsv(beginning));
    case 'json':
      return jsonRows(table);
    case 'ndjson':
      return jsonLines(table);
    case 'xml':
      return xmlRows(table);
  }
}
