import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { placeFile, placeOver } from '../download/placeFile';
import { temporaryPath } from '../files/replaceFile';
import type { Combine } from '../savedExports/savedExport';
import { NoThreadError, runThread } from '../threads/runThread';
import type { CombinedTable, CombineSource } from './combinedTable';
import { isNumberOf, TABLE_ENDINGS, tableFileName } from './tableFileName';
import type { CombineRequest, WrittenTable } from './writeCombinedTable';

/** Rows are written and then dropped, so few new objects live long. */
const NEW_OBJECTS_MIB = 8;

export interface CombineOptions extends Combine {
  readonly sources: readonly CombineSource[];
  readonly folder: string;
  /** The name of the file without an extension. */
  readonly name: string;
  /** The file of an earlier run in the folder, to replace it. */
  readonly replaces?: string | undefined;
  /**
   * A name that nobody can guess, the same when a run goes on. With it, the next process removes what a killed one has
   * left in the folder.
   */
  readonly token?: string | undefined;
  /** The bundle of `combineThread.ts`. */
  readonly thread: string | URL;
  readonly signal: AbortSignal;
}

/**
 * Writes one table out of several results, in a separate thread: their titles united by name, with columns in front
 * that say where a row comes from. Leaves out results that can't be read. Throws CombineError, DownloadError of the
 * disk, and the signal's reason. Then nothing is left of the table, even if the thread has crashed.
 */
export async function combineResults(options: CombineOptions): Promise<CombinedTable> {
  const { sources, folder, name, format, key, replaces, token = randomUUID(), signal } = options;
  const fileName = tableFileName(name, format);
  const file = temporaryPath(path.join(folder, fileName), token);
  await unlink(file).catch(() => undefined); // a killed process may have left it
  const scratch = await mkdtemp(path.join(tmpdir(), 'impact-jobs-combining-'));
  try {
    const scratchFile = path.join(scratch, 'rows');
    const written = await write({ sources, file, scratchFile, format, key }, options);
    signal.throwIfAborted();
    const { path: placed } =
      replaces !== undefined && isNumberOf(replaces, fileName)
        ? await placeOver(file, folder, replaces)
        : await placeFile(file, folder, fileName, TABLE_ENDINGS[format], written);
    return { ...written, path: placed };
  } finally {
    await unlink(file).catch(() => undefined); // it's gone if it got its name
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Without threads, writes the table here. */
async function write(request: CombineRequest, { thread, signal }: CombineOptions): Promise<WrittenTable> {
  const resourceLimits = { maxYoungGenerationSizeMb: NEW_OBJECTS_MIB };
  try {
    return await runThread<WrittenTable>({ thread, request, signal, resourceLimits });
  } catch (error) {
    if (!(error instanceof NoThreadError)) {
      throw error;
    }
    const { writeCombinedTable } = await import('./writeCombinedTable');
    return writeCombinedTable(request, signal);
  }
}
