import type { RowFormat } from './rowFormat';
import { RowPool } from './rowPool';
import type { PoolOptions } from './rowPool';

/** Bytes that can be read from any position without creating those before it. */
export interface SeekableContent {
  readonly lengthBytes: number;
  readonly rows: number;
  /** The bytes from `start` (included) to `end` (excluded). */
  read(start: number, end: number): Buffer;
}

/** Generates rows of a report as a file of any size. */
export function generateContent(
  size: { readonly rows: number } | { readonly bytes: number },
  options: PoolOptions,
): SeekableContent {
  const { format } = options;
  const pool = new RowPool(options);
  const header = Buffer.from(format.header(pool.names));
  const frameBytes = header.length + Buffer.byteLength(format.footer);
  if ('bytes' in size && size.bytes < frameBytes + pool.rowBytes) {
    return fixedContent(
      Buffer.concat([header, Buffer.alloc(Math.max(0, size.bytes - header.length), '\n')]).subarray(0, size.bytes),
      0,
    );
  }
  const rows = 'rows' in size ? size.rows : Math.floor((size.bytes - frameBytes) / pool.rowBytes);
  if (rows === 0) {
    return fixedContent(Buffer.concat([header, Buffer.from(format.footer)]), 0);
  }
  const lengthBytes = 'bytes' in size ? size.bytes : frameBytes + rows * pool.rowBytes;
  return new GeneratedContent(rows, lengthBytes, header, pool, format);
}

export function fixedContent(bytes: Uint8Array, rows: number): SeekableContent {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { rows, lengthBytes: buffer.length, read: (start, end) => buffer.subarray(start, end) };
}

/**
 * All rows except the last have the same length in bytes, because the address in the last column is padded. Row n
 * therefore starts at header + n * row length, and nothing needs to be stored. The last row fills the rest if the size
 * isn't a whole number of rows. Each row has a different key, so that bytes in a wrong place are always noticed.
 */
class GeneratedContent implements SeekableContent {
  private readonly tailStart: number;
  private tail: Buffer | undefined;

  constructor(
    readonly rows: number,
    readonly lengthBytes: number,
    private readonly header: Buffer,
    private readonly pool: RowPool,
    private readonly format: RowFormat,
  ) {
    this.tailStart = header.length + (rows - 1) * pool.rowBytes;
  }

  read(start: number, end: number): Buffer {
    const target = Buffer.allocUnsafe(end - start);
    copyOverlap(this.header, 0, target, start);
    this.readRows(target, start);
    if (end > this.tailStart) {
      this.tail ??= this.makeTail();
      copyOverlap(this.tail, this.tailStart, target, start);
    }
    return target;
  }

  private readRows(target: Buffer, start: number): void {
    const rowBytes = this.pool.rowBytes;
    const from = Math.max(start, this.header.length);
    const to = Math.min(start + target.length, this.tailStart);
    if (from >= to) {
      return;
    }
    const firstRow = Math.floor((from - this.header.length) / rowBytes);
    const endRow = Math.ceil((to - this.header.length) / rowBytes);
    const rowsStart = this.header.length + firstRow * rowBytes;
    const rows = Buffer.allocUnsafe((endRow - firstRow) * rowBytes);
    this.pool.write(rows, firstRow, endRow);
    rows.copy(target, from - start, from - rowsStart, to - rowsStart);
  }

  private makeTail(): Buffer {
    const row = Buffer.alloc(this.pool.rowBytes);
    this.pool.write(row, this.rows - 1, this.rows);
    const footer = Buffer.from(this.format.footer);
    const surplusBytes = this.lengthBytes - this.tailStart - row.length - footer.length;
    const endStart = row.length - Buffer.byteLength(this.format.rowEnd(this.pool.names));
    return Buffer.concat([row.subarray(0, endStart), Buffer.alloc(surplusBytes, 'z'), row.subarray(endStart), footer]);
  }
}

function copyOverlap(source: Buffer, sourceStart: number, target: Buffer, targetStart: number): void {
  const from = Math.max(sourceStart, targetStart);
  const to = Math.min(sourceStart + source.length, targetStart + target.length);
  if (from < to) {
    source.copy(target, from - targetStart, from - sourceStart, to - sourceStart);
  }
}
