import type { CsvDialect } from './csvDialect';
import { guessDialect } from './csvDialect';
import { csvReader } from './csvReader';
import type { FormatReader, FoundTable } from './formatReader';
import { jsonLinesReader } from './jsonLinesReader';
import { jsonReader } from './jsonReader';
import { RowTable } from './rowTable';
import type { TableChoice } from './tableChoice';
import { isTableError, type TableError } from './tableError';
import { findFormat, isJsonLines, type TableClues, type TableFormat } from './tableFormat';
import type { TableNote } from './tableNotes';
import { type Encoding, TextDecoding } from './textDecoding';
import { xmlReader } from './xmlReader';

/** Files are read in blocks of this size, so that decisions don't depend on how the bytes arrive. */
export const BLOCK_BYTES = 64 * 1024;

/** A longer first line of JSON is a document. */
const MAX_FIRST_LINE_CHARS = 8 * 1024 * 1024;

export interface TableReaderOptions {
  readonly clues: TableClues;
  readonly choice: TableChoice;
  readonly maxRows: number;
  readonly maxColumns: number;
}

/** How a file is read, decided once from its beginning, and what was found on the way. */
export interface TableDescription {
  readonly format: TableFormat;
  readonly encoding: Encoding;
  /** Whether the file begins with the mark of its encoding. */
  readonly hasMark: boolean;
  /** Only for CSV. */
  readonly dialect: CsvDialect | undefined;
  /** The tables found so far in a file that can contain several, and the path of the one that is read. */
  readonly tables: readonly FoundTable[];
  readonly table: string | undefined;
  readonly notes: readonly TableNote[];
}

/** The only reader of results. Turns a file's bytes into rows. The bytes arrive in blocks of BLOCK_BYTES. */
export class TableReader {
  private readonly table: RowTable;
  private readonly decoding: TextDecoding;
  private reader: FormatReader | undefined;
  private format: TableFormat = 'csv';
  private dialect: CsvDialect | undefined;
  /** The text of a JSON document that may turn out to be the first of several lines. */
  private firstLine: { text: string; isOver: boolean } | undefined;
  private failure: TableError | undefined;
  private nulls = 0;

  constructor(private readonly options: TableReaderOptions) {
    this.table = new RowTable(options.maxRows, options.maxColumns);
    this.decoding = new TextDecoding(options.choice.encoding);
  }

  /** The file's own titles. A later record in JSON or XML can add more. */
  get columns(): readonly string[] {
    return this.table.columns;
  }

  get leftOutColumns(): number {
    return this.table.leftOutColumns;
  }

  /** Whether there are more rows than requested. */
  get hasMore(): boolean {
    return this.table.hasMore;
  }

  /** Why the file can't be read any further. */
  get damage(): TableError | undefined {
    return this.failure;
  }

  /** Returns the rows since the last call. */
  drain(): string[][] {
    return this.table.drain();
  }

  /**
   * Reads the next block. `isLast`: the file ends with it. Returns false when no more blocks are needed. Throws
   * TableError if the file isn't a table.
   */
  take(block: Buffer, isLast: boolean): boolean {
    const text = this.decoding.decode(block, isLast);
    if (text !== '' && this.failure === undefined) {
      this.reader ??= this.makeReader(block, text, isLast);
      this.push(text);
    }
    return !this.table.hasMore && this.failure === undefined;
  }

  /** Ends the reading. `isWhole`: the file ends here. */
  finish(isWhole: boolean): void {
    const isToItsEnd = isWhole && !this.table.hasMore;
    if (this.failure === undefined && isToItsEnd) {
      this.push(this.decoding.decode(Buffer.alloc(0), true));
    }
    if (this.failure === undefined) {
      this.attempt(() => this.reader?.end(isToItsEnd));
    }
  }

  describe(): TableDescription {
    const { encoding, hasMark, badBytes } = this.decoding;
    const found = (kind: 'badBytes' | 'nulls', count: number): readonly TableNote[] =>
      count > 0 ? [{ kind, count, places: [] }] : [];
    return {
      format: this.format,
      encoding,
      hasMark,
      dialect: this.dialect,
      tables: this.reader?.tables() ?? [],
      table: this.reader?.table(),
      notes: [...(this.reader?.notes() ?? []), ...found('badBytes', badBytes), ...found('nulls', this.nulls)],
    };
  }

  private push(text: string): void {
    this.nulls += countNulls(text);
    this.attempt(() => {
      const toRead = this.asLines(text) ?? text;
      this.reader?.push(toRead);
    });
  }

  /**
   * Continues with JSON Lines if the text begins a second line of JSON, and returns all the text so far. A document
   * without a table, as it is until then, has given no rows.
   */
  private asLines(text: string): string | undefined {
    const line = this.firstLine;
    if (line === undefined) {
      return undefined;
    }
    line.text += text;
    line.isOver ||= text.includes('\n');
    if (this.reader?.table() !== undefined || line.text.length > MAX_FIRST_LINE_CHARS) {
      this.firstLine = undefined;
    } else if (line.isOver && text.trim() !== '' && /\n\s*\S/.test(line.text)) {
      this.firstLine = undefined;
      if (isJsonLines(line.text)) {
        this.format = 'jsonLines';
        this.reader = jsonLinesReader(this.table);
        return line.text;
      }
    }
    return undefined;
  }

  /** Keeps the error and the rows before it. */
  private attempt(read: () => void): void {
    try {
      read();
    } catch (error) {
      if (!isTableError(error)) {
        throw error;
      }
      this.failure = error;
      this.reader?.close();
    }
  }

  private makeReader(block: Buffer, beginning: string, isWhole: boolean): FormatReader {
    const { clues, choice } = this.options;
    this.format = findFormat(block, beginning, clues, isWhole);
    this.firstLine = this.format === 'json' ? { text: '', isOver: false } : undefined;
    const makers: Readonly<Record<TableFormat, () => FormatReader>> = {
      csv: () => csvReader(this.table, (this.dialect = guessDialect(beginning, isWhole, choice))),
      json: () => jsonReader(this.table, choice.table),
      jsonLines: () => jsonLinesReader(this.table),
      xml: () => xmlReader(this.table, choice.table),
    };
    return makers[this.format]();
  }
}

function countNulls(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\0'); at >= 0; at = text.indexOf('\0', at + 1)) {
    count++;
  }
  return count;
}
