import { TextDecoder } from 'node:util';
import { csvRows, sniffCsv } from '../rows/csvRows';
import { jsonLines, jsonRows } from '../rows/jsonRows';
import { isRowError, type RowReader } from '../rows/rowReader';
import { RowTable } from '../rows/rowTable';
import { xmlRows } from '../rows/xmlRows';
import type { Preview, PreviewLimits } from './preview';
import { PreviewError } from './previewError';
import { type Encoding, sniffEncoding } from './sniffEncoding';
import { sniffTable, type TableClues, type TableFormat } from './sniffTable';

/** Makes a table of a file's beginning, block by block, and stops when it has the rows that are wanted. */
export class TableReader {
  private readonly blocks: Buffer[] = [];
  private encoding: Encoding = 'utf-8';
  private decoder: TextDecoder | undefined;
  private format: TableFormat = 'csv';
  private delimiter: string | undefined;
  private table: RowTable;
  private reader: RowReader | undefined;
  private isDamaged = false;
  private readBytes = 0;

  constructor(
    private readonly clues: TableClues,
    private readonly limits: PreviewLimits,
  ) {
    this.table = new RowTable(limits.maxRows);
  }

  /** Takes the next block. False: nothing more is needed. Throws PreviewError. */
  take(block: Buffer): boolean {
    if (this.decoder === undefined) {
      this.encoding = sniffEncoding(block);
      this.begin();
    }
    this.blocks.push(block);
    this.readBytes += block.length;
    this.read(() => this.decoder?.decode(block, { stream: true }) ?? '');
    return !this.table.hasMore && !this.isDamaged && this.readBytes < this.limits.maxBytes;
  }

  /** What was read. `isAll`: the blocks are the whole file. Throws PreviewError. */
  finish(isAll: boolean): Omit<Preview, 'fileBytes' | 'fetchedBytes' | 'fileName'> {
    const isWhole = isAll && !this.table.hasMore;
    if (isWhole && this.decoder !== undefined) {
      this.read(() => this.decoder?.decode() ?? '');
    }
    if (!this.isDamaged) {
      this.attempt(() => this.reader?.end(isWhole));
    }
    const { columns, rows, leftOutColumns, hasMore } = this.table;
    if (this.isDamaged && rows.length === 0) {
      throw new PreviewError(
        'unreadable',
        `The file is no ${this.format}`,
        this.format === 'jsonLines' ? 'json' : this.format,
      );
    }
    return {
      format: this.format,
      encoding: this.encoding,
      delimiter: this.delimiter,
      columns,
      rows,
      leftOutColumns,
      isWhole: isWhole && !hasMore && !this.isDamaged,
      isDamaged: this.isDamaged,
      readBytes: this.readBytes,
    };
  }

  private begin(): void {
    this.decoder = new TextDecoder(this.encoding, { fatal: this.encoding === 'utf-8' });
    this.table = new RowTable(this.limits.maxRows);
    this.reader = undefined;
    this.isDamaged = false;
  }

  private read(decode: () => string): void {
    let text: string;
    try {
      text = decode();
    } catch {
      // It looked like UTF-8 until now: the first bytes beyond ASCII show that it is not.
      this.encoding = 'windows-1252';
      this.begin();
      this.blocks.forEach((block) => this.push(this.decoder?.decode(block, { stream: true }) ?? ''));
      return;
    }
    this.push(text);
  }

  private push(text: string): void {
    if (this.isDamaged || text === '') {
      return;
    }
    this.reader ??= this.makeReader(text);
    this.attempt(() => this.reader?.push(text));
  }

  /** What is broken is said, and what was read before that is shown. */
  private attempt(read: () => void): void {
    try {
      read();
    } catch (error) {
      if (!isRowError(error)) {
        throw error;
      }
      this.isDamaged = true;
    }
  }

  private makeReader(beginning: string): RowReader {
    const sniffed = sniffTable(this.blocks[0] ?? Buffer.alloc(0), beginning, this.clues);
    if ('otherThanTable' in sniffed) {
      throw new PreviewError('notATable', `The file is no table but ${sniffed.otherThanTable}`, sniffed.otherThanTable);
    }
    this.format = sniffed.format;
    const makers: Readonly<Record<TableFormat, () => RowReader>> = {
      csv: () => {
        const shape = sniffCsv(beginning);
        this.delimiter = shape.delimiter;
        return csvRows(this.table, shape);
      },
      json: () => jsonRows(this.table),
      jsonLines: () => jsonLines(this.table),
      xml: () => xmlRows(this.table),
    };
    return makers[this.format]();
  }
}
