import type { TableChoice } from '../tables/tableChoice';
import type { TableClues } from '../tables/tableFormat';
import { BLOCK_BYTES, TableReader } from '../tables/tableReader';
import type { Preview, PreviewLimits } from './preview';

/** More columns than anyone reads. A broken file can have as many columns as it has bytes. */
export const MAX_SHOWN_COLUMNS = 500;

export interface PreviewReaderOptions {
  readonly clues: TableClues;
  readonly limits: PreviewLimits;
  readonly choice: TableChoice;
  /** Checks the first block before it's read as a table. */
  readonly check?: (beginning: Buffer, isWhole: boolean) => void;
}

/** Reads the beginning of a file, which arrives in pieces of any size, until it has enough rows. */
export class PreviewReader {
  private readonly table: TableReader;
  private waiting: Buffer = Buffer.alloc(0);
  private readBytes = 0;
  private isSatisfied = false;

  constructor(private readonly options: PreviewReaderOptions) {
    const { clues, choice, limits } = options;
    this.table = new TableReader({ clues, choice, maxRows: limits.maxRows, maxColumns: MAX_SHOWN_COLUMNS });
  }

  /**
   * Returns false when no more pieces are needed. Throws TableError if the file isn't a table, and the error of
   * `check`.
   */
  push(piece: Buffer): boolean {
    this.waiting = this.waiting.length === 0 ? piece : Buffer.concat([this.waiting, piece]);
    while (this.waiting.length >= BLOCK_BYTES && !this.isSatisfied) {
      this.take(this.waiting.subarray(0, BLOCK_BYTES), false);
    }
    return !this.isSatisfied;
  }

  /**
   * Returns what was read. `isOver`: the file ends with the last piece. Throws TableError if not a single row could be
   * read.
   */
  finish(isOver: boolean): Omit<Preview, 'fileBytes' | 'fetchedBytes' | 'fileName'> {
    const { table } = this;
    if (!this.isSatisfied && this.waiting.length > 0) {
      this.take(this.waiting, isOver);
    }
    const isAll = isOver && this.waiting.length === 0;
    table.finish(isAll);
    const rows = table.drain();
    if (table.damage !== undefined && rows.length === 0) {
      throw table.damage;
    }
    return {
      ...table.describe(),
      columns: table.columns,
      rows,
      leftOutColumns: table.leftOutColumns,
      isWhole: isAll && !table.hasMore && table.damage === undefined,
      damage: table.damage,
      readBytes: this.readBytes,
    };
  }

  private take(block: Buffer, isLast: boolean): void {
    const { check, limits } = this.options;
    if (this.readBytes === 0) {
      check?.(block, isLast);
    }
    const wanted = block.subarray(0, Math.min(block.length, limits.maxBytes - this.readBytes));
    this.waiting = this.waiting.subarray(wanted.length);
    this.readBytes += wanted.length;
    const wantsMore = this.table.take(wanted, isLast && wanted.length === block.length);
    this.isSatisfied = !wantsMore || this.readBytes >= limits.maxBytes;
  }
}
