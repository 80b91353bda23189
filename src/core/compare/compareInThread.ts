import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { errorCode } from '../files/fileError';
import { runThread } from '../threads/runThread';
import { CompareError } from './compareError';
import type { CompareRequest } from './compareFiles';
import type { CompareProgress } from './compareProgress';
import type { ComparisonResult } from './comparison';
import type { ThreadWork } from './threadWork';

/** Rows are hashed and then dropped, so little memory is enough. A row of 64 MB fits. */
const HEAP_MIB = 160;
const NEW_OBJECTS_MIB = 8;

export interface CompareInThreadOptions {
  /** The bundle of `compareThread.ts`. */
  readonly thread: string | URL;
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: CompareProgress) => void;
  /** How much memory the thread's objects can take. Only tests set less. */
  readonly heapMib?: number;
}

/**
 * Compares two results in a separate thread, so that the caller stays responsive. Throws the errors of `compareFiles`
 * and, immediately, the signal's reason.
 */
export async function compareInThread(
  request: Omit<CompareRequest, 'scratchFolder'>,
  options: CompareInThreadOptions,
): Promise<ComparisonResult> {
  options.signal.throwIfAborted();
  const scratchFolder = await mkdtemp(path.join(tmpdir(), 'impact-jobs-comparison-'));
  try {
    return await runInThread('compare', { ...request, scratchFolder }, options);
  } finally {
    await rm(scratchFolder, { recursive: true, force: true });
  }
}

/** Does the work of a comparison or of its list in a separate thread. Throws its errors and the signal's reason. */
export async function runInThread<Kind extends keyof ThreadWork>(
  kind: Kind,
  request: ThreadWork[Kind]['request'],
  { thread, signal, onProgress, heapMib = HEAP_MIB }: CompareInThreadOptions,
): Promise<ThreadWork[Kind]['result']> {
  const resourceLimits = { maxOldGenerationSizeMb: heapMib, maxYoungGenerationSizeMb: NEW_OBJECTS_MIB };
  const options = { thread, request: { kind, request }, signal, resourceLimits, ...(onProgress && { onProgress }) };
  try {
    return await runThread<ThreadWork[Kind]['result'], CompareProgress>(options);
  } catch (error) {
    throw errorCode(error) === 'ERR_WORKER_OUT_OF_MEMORY' ? new CompareError('outOfMemory', String(error)) : error;
  }
}
