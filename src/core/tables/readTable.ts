import path from 'node:path';
import { openPlainFile } from '../files/openPlainFile';
import { fromDisk } from './fromDisk';
import { NO_CHOICE, type TableChoice } from './tableChoice';
import { isTableError } from './tableError';
import { BLOCK_BYTES, type TableDescription, TableReader } from './tableReader';

/** Rows of a file that follow each other. */
export interface RowBatch {
  /** As far as they are known: JSON and XML have more when a later record has. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface ReadTableOptions {
  readonly signal?: AbortSignal | undefined;
  readonly choice?: TableChoice | undefined;
  /** Called with the size of each block that was read. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
}

/** The bytes of a file, block by block; between two blocks others may run. A block is good until the next one is asked for. */
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
 * Reads all rows of a file, some hundreds at a time, and keeps none; returns how it was read. Throws TableError where the
 * rows cannot be told apart, after those before, and the signal's reason.
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
 * How many rows a file has, its titles not counted. Undefined where they cannot be told apart: it is compressed, no table,
 * or broken.
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
