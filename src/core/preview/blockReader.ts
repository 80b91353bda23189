import type { TableReader } from './tableReader';

/** Bytes are looked at in blocks of this size, so that what is read does not depend on how they arrive. */
export const BLOCK_BYTES = 64 * 1024;

/** Hands pieces of any size to a table in blocks of one size. */
export class BlockReader {
  private waiting: Buffer = Buffer.alloc(0);
  private takenBytes = 0;
  private isSatisfied = false;

  constructor(
    private readonly table: TableReader,
    private readonly maxBytes: number,
    /** Sees the first block before the table does. */
    private readonly check: (beginning: Buffer, isWhole: boolean) => void,
  ) {}

  /** False: nothing more is needed. */
  push(piece: Buffer): boolean {
    this.waiting = this.waiting.length === 0 ? piece : Buffer.concat([this.waiting, piece]);
    while (this.waiting.length >= BLOCK_BYTES && !this.isSatisfied) {
      this.take(this.waiting.subarray(0, BLOCK_BYTES), false);
    }
    return !this.isSatisfied;
  }

  /** `isOver`: the file ends with what was pushed. */
  finish(isOver: boolean): ReturnType<TableReader['finish']> {
    if (!this.isSatisfied && this.waiting.length > 0) {
      this.take(this.waiting, isOver);
    }
    return this.table.finish(isOver && this.waiting.length === 0);
  }

  private take(block: Buffer, isLast: boolean): void {
    if (this.takenBytes === 0) {
      this.check(block, isLast);
    }
    const wanted = block.subarray(0, Math.min(block.length, this.maxBytes - this.takenBytes));
    this.waiting = this.waiting.subarray(wanted.length);
    this.takenBytes += wanted.length;
    this.isSatisfied = !this.table.take(wanted);
  }
}
