import { lstat, unlink } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '../clock';
import { unlessMissing } from '../files/fileError';
import { FileLock, readLock } from '../files/fileLock';
import { onDisk } from './diskError';
import { DownloadError } from './downloadError';
import { listParts } from './listParts';
import { takePartLock } from './partLock';
import { LOCK_ENDING, PART_ENDING, STATE_ENDING } from './partNames';
import { type PartState, readPartState, removePartState, usableBytes } from './partState';

/** A download that was interrupted. `downloadResult` with the same folder, job and account goes on with it. */
export interface UnfinishedDownload {
  readonly folder: string;
  readonly jobId: string;
  /** The `id` of the account that it was begun with. */
  readonly accountId: string;
  /** What the file is to be called, if that is still free then. */
  readonly fileName: string;
  /** So many need not be fetched again; 0 where going on means beginning again. */
  readonly keptBytes: number;
  /** Undefined where the server did not say. */
  readonly totalBytes: number | undefined;
  /** By the clock of the disk, milliseconds since the epoch. */
  readonly lastWrittenAtMs: number;
  /** The common beginning of the paths of its files; names it for `discardUnfinished`. */
  readonly basePath: string;
}

/**
 * The downloads that lie unfinished in `folder`, the last written first; none where there is no such folder. Those that
 * somebody is at are left out, and so is everything that cannot be read as one. Changes nothing and never throws.
 */
export async function findUnfinished(folder: string, clock: Clock): Promise<UnfinishedDownload[]> {
  const found: UnfinishedDownload[] = [];
  // One after the other: what somebody else has put there is never in memory all at once.
  for (const basePath of await listParts(folder)) {
    const download = await readUnfinished(folder, basePath, clock).catch(() => undefined);
    if (download !== undefined) {
      found.push(download);
    }
  }
  return found.sort((a, b) => b.lastWrittenAtMs - a.lastWrittenAtMs || (a.basePath < b.basePath ? -1 : 1));
}

/**
 * Removes what is left of an unfinished download; one that is gone already, or has become another's, is left as it is.
 * Throws DownloadError: `busy` when somebody is at it, or what the disk said.
 */
export async function discardUnfinished(
  { basePath, folder, jobId, accountId }: UnfinishedDownload,
  clock: Clock,
): Promise<void> {
  if (!(await readPartState(basePath + STATE_ENDING))) {
    return;
  }
  const lock = await takePartLock(basePath, { jobId, clock });
  if (!(lock instanceof FileLock)) {
    throw new DownloadError('busy', `Another window is downloading ${path.basename(basePath)}`, { path: folder });
  }
  try {
    const state = await readPartState(basePath + STATE_ENDING);
    if (state?.jobId === jobId && state.accountId === accountId) {
      // The state goes last: what could not be removed can still be found.
      await onDisk(basePath + PART_ENDING, () => unlink(basePath + PART_ENDING).catch(unlessMissing));
      await removePartState(basePath + STATE_ENDING);
    }
  } finally {
    await lock.release();
  }
}

async function readUnfinished(folder: string, basePath: string, clock: Clock): Promise<UnfinishedDownload | undefined> {
  const state = await readPartState(basePath + STATE_ENDING);
  // A heart that has stopped is watched before anything is touched; here it is enough that it does not beat.
  const lock = await readLock(basePath + LOCK_ENDING, clock);
  if (!state || lock?.judgement === 'live' || lock?.judgement === 'foreign') {
    return undefined;
  }
  const part = await readPart(basePath + PART_ENDING, state);
  const { jobId, accountId, fileName, totalBytes } = state;
  return part && { folder, jobId, accountId, fileName, totalBytes, basePath, ...part };
}

async function readPart(
  partPath: string,
  state: PartState,
): Promise<Pick<UnfinishedDownload, 'keptBytes' | 'lastWrittenAtMs'> | undefined> {
  const stat = await lstat(partPath).catch(unlessMissing);
  if (!stat) {
    return { keptBytes: 0, lastWrittenAtMs: state.updatedAtMs };
  }
  return stat.isFile() ? { keptBytes: usableBytes(state, stat.size), lastWrittenAtMs: stat.mtimeMs } : undefined;
}
