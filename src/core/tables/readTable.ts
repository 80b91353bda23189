import path from 'node:path';
import { openPlainFile } from '../files/openPlainFile';
import { fromDisk } from './fromDisk';
import { NO_CHOICE, type TableChoice } from './tableChoice';
import { isTableError } from './tableError';
import { BLOCK_BYTES, type TableDescription, TableReader } from './tableReader';

/** Consecutive rows of a file. */
export interface RowBatch {
  /** The columns known so far. A later record in JSON or XML can add more. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface ReadTableOptions {
  readonly signal?: AbortSignal | undefined;
  readonly choice?: TableChoice | undefined;
  /** Called with the size of each block that was read. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
}

/**
 * Reads a file block by block and lets other work run between blocks. A block is valid until the next one is requested.
 */
export async function* readBlocks(file: string, signal?: AbortSignal): AsyncGenerator<Buffer> {
  const handle = await fromDisk(file, () => openPlainFile(file));
  const block = Buffer.allocUnsafeSlow(BLOCK_BYTES);
  try {
    for (;;) {
      signal?.throwIfAborted();
      const { bytesRead } = await fromDisk(file, () => handle.read(block, 0, block.length, null));
      if (bytesRead > 0) {
        yield block.subarray(0, bytesRead);
      }
      if (bytesRead < block.length) {
        return;
      }
    }
  } finally {
    await handle.close();
  }
}

/**
 * Reads all rows of a file, some hundreds at a time, and keeps none. Returns how it was read. Throws TableError after
 * the last readable row, and the signal's reason.
 */
export async function* readTable(
  file: string,
  { signal, choice = NO_CHOICE, onBytes }: ReadTableOptions = {},
): AsyncGenerator<RowBatch, TableDescription> {
  const reader = new TableReader({
    clues: { suggestedName: path.basename(file), contentType: null },
    choice,
    maxRows: Infinity,
    maxColumns: Infinity,
  });
  for await (const block of readBlocks(file, signal)) {
    reader.take(block, block.length < BLOCK_BYTES);
    onBytes?.(block.length);
    const rows = reader.drain();
    if (rows.length > 0) {
      yield { columns: reader.columns, rows };
    }
    if (reader.damage !== undefined) {
      throw reader.damage;
    }
  }
  reader.finish(true);
  yield { columns: reader.columns, rows: reader.drain() };
  if (reader.damage !== undefined) {
    throw reader.damage;
  }
  return reader.describe();
}

/**
 * The number of rows in a file, without its titles. Undefined if it can't be read as a table because it's compressed,
 * broken, or something else.
 */
export async function countRows(file: string, options?: ReadTableOptions): Promise<number | undefined> {
  let count = 0;
  try {
    for await (const { rows } of readTable(file, options)) {
      count += rows.length;
    }
    return count;
  } catch (error) {
    if (isTableError(error) && error.kind !== 'noFile') {
      return undefined;
    }
    throw error;
  }
}
