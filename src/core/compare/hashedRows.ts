import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import type { RowHash } from './rowHash';

/** Rows with the same key are in the same part. Parts are compared one after the other. */
export const PARTS = 64;
/** The hash of the key, the hash of the row, and the row's number: 32 bits each. */
const WORDS = 5;
const CHUNK_ROWS = 1024;

/** The words of a row, counted from its position. An object for each row would take longer than everything else. */
export const KEY_HIGH = 0;
export const KEY_LOW = 1;
export const ROW_HIGH = 2;
export const ROW_LOW = 3;
/** Starts at 0. */
export const NUMBER = 4;

/** Visits the row at a position. Returns false to stop. */
export type RowVisitor = (words: Uint32Array, at: number) => boolean;

interface Part {
  chunk: Uint32Array | undefined;
  rowsInChunk: number;
  /** The positions of this part's full chunks in the file. */
  readonly chunksAt: number[];
  rows: number;
}

/**
 * The hashes of all rows of a file, in parts, at 20 bytes a row. Writes what doesn't fit into a little memory to a
 * scratch file.
 */
export class HashedRows {
  private readonly parts: readonly Part[] = Array.from({ length: PARTS }, () => ({
    chunk: undefined,
    rowsInChunk: 0,
    chunksAt: [],
    rows: 0,
  }));
  private file: number | undefined;
  private fileBytes = 0;

  /** `scratchFile` is created when it's first needed. */
  constructor(private readonly scratchFile: string) {}

  rowsIn(part: number): number {
    return this.parts[part]?.rows ?? 0;
  }

  /** The key's hash, the row's hash, and the row's number. */
  add(key: RowHash, row: RowHash, number: number): void {
    const part = this.parts[key.high >>> 26] as Part;
    part.chunk ??= new Uint32Array(CHUNK_ROWS * WORDS);
    if (part.rowsInChunk === CHUNK_ROWS) {
      this.write(part, part.chunk);
    }
    const at = part.rowsInChunk * WORDS;
    part.chunk[at + KEY_HIGH] = key.high;
    part.chunk[at + KEY_LOW] = key.low;
    part.chunk[at + ROW_HIGH] = row.high;
    part.chunk[at + ROW_LOW] = row.low;
    part.chunk[at + NUMBER] = number;
    part.rowsInChunk++;
    part.rows++;
  }

  /** Visits the rows of a part in the order of the file, until `visit` returns false. */
  each(part: number, visit: RowVisitor): boolean {
    const { chunk, rowsInChunk, chunksAt } = this.parts[part] as Part;
    const read = new Uint32Array(chunksAt.length === 0 ? 0 : CHUNK_ROWS * WORDS);
    for (const at of chunksAt) {
      if (readSync(this.file as number, read, 0, read.byteLength, at) !== read.byteLength) {
        throw new Error(`${this.scratchFile} was changed by another program`);
      }
      if (!visitChunk(read, CHUNK_ROWS, visit)) {
        return false;
      }
    }
    return chunk === undefined || visitChunk(chunk, rowsInChunk, visit);
  }

  close(): void {
    if (this.file !== undefined) {
      closeSync(this.file);
      this.file = undefined;
    }
  }

  private write(part: Part, chunk: Uint32Array): void {
    this.file ??= openSync(this.scratchFile, 'wx+', 0o600);
    part.chunksAt.push(this.fileBytes);
    for (let written = 0; written < chunk.byteLength;) {
      // A disk that is almost full writes only some of the bytes, and then none.
      written += writeSync(
        this.file,
        new Uint8Array(chunk.buffer),
        written,
        chunk.byteLength - written,
        this.fileBytes + written,
      );
    }
    this.fileBytes += chunk.byteLength;
    part.rowsInChunk = 0;
  }
}

function visitChunk(chunk: Uint32Array, rows: number, visit: RowVisitor): boolean {
  for (let at = 0; at < rows * WORDS; at += WORDS) {
    if (!visit(chunk, at)) {
      return false;
    }
  }
  return true;
}
