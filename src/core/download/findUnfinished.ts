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
import { isPartStateDamaged, type PartState, readPartState, removePartState, usableBytes } from './partState';

/** An interrupted download. `downloadResult` with the same folder, job, and account resumes it. */
export interface UnfinishedDownload {
  readonly folder: string;
  readonly jobId: string;
  /** The `id` of the account that it was started with. */
  readonly accountId: string;
  /** The planned name of the file, if it's still free at the end. */
  readonly fileName: string;
  /** How many bytes don't have to be downloaded again. 0 if the download has to restart. */
  readonly keptBytes: number;
  /** Undefined if the server didn't state it. */
  readonly totalBytes: number | undefined;
  /** By the disk's clock, in milliseconds since the epoch. */
  readonly lastWrittenAtMs: number;
  /** The common beginning of its files' paths. Identifies it for `discardUnfinished`. */
  readonly basePath: string;
}

/**
 * Finds unfinished downloads in `folder`, the most recently written first. Leaves out those in progress and everything
 * that can't be read as one. Changes nothing and never throws. Empty if the folder doesn't exist.
 */
export async function findUnfinished(folder: string, clock: Clock): Promise<UnfinishedDownload[]> {
  const found: UnfinishedDownload[] = [];
  // Reads one after the other, so that memory stays small whatever others have put into the folder.
  for (const basePath of await listParts(folder)) {
    const download = await readUnfinished(folder, basePath, clock).catch(() => undefined);
    if (download !== undefined) {
      found.push(download);
    }
  }
  return found.sort((a, b) => b.lastWrittenAtMs - a.lastWrittenAtMs);
}

/** The remains of a download whose state can't be read. */
export interface DamagedDownload {
  readonly folder: string;
  /** The name of its partial file. */
  readonly fileName: string;
  readonly basePath: string;
}

/**
 * Finds downloads in `folder` that can't be resumed because their state is damaged. Changes nothing and never throws.
 */
export async function findDamaged(folder: string, clock: Clock): Promise<DamagedDownload[]> {
  const found: DamagedDownload[] = [];
  for (const basePath of await listParts(folder)) {
    if ((await isPartStateDamaged(basePath + STATE_ENDING)) && !(await isInUse(basePath, clock).catch(() => true))) {
      found.push({ folder, fileName: path.basename(basePath + PART_ENDING), basePath });
    }
  }
  return found;
}

/** Deletes the remains of a download whose state is damaged. Throws DownloadError like `discardUnfinished`. */
export async function discardDamaged({ basePath, folder }: DamagedDownload, clock: Clock): Promise<void> {
  await discard(basePath, folder, '', clock, () => isPartStateDamaged(basePath + STATE_ENDING));
}

/**
 * Deletes the files of an unfinished download. Leaves a download alone that is already gone or now belongs to another
 * job. Throws DownloadError: `busy` if the download is in progress, or an error of the disk.
 */
export async function discardUnfinished(
  { basePath, folder, jobId, accountId }: UnfinishedDownload,
  clock: Clock,
): Promise<void> {
  await discard(basePath, folder, jobId, clock, async () => {
    const state = await readPartState(basePath + STATE_ENDING);
    return state?.jobId === jobId && state.accountId === accountId;
  });
}

async function discard(
  basePath: string,
  folder: string,
  jobId: string,
  clock: Clock,
  isStillMeant: () => Promise<boolean>,
): Promise<void> {
  if (!(await isStillMeant())) {
    return;
  }
  const lock = await takePartLock(basePath, { jobId, clock });
  if (!(lock instanceof FileLock)) {
    throw new DownloadError('busy', `Another window is downloading ${path.basename(basePath)}`, { path: folder });
  }
  try {
    if (await isStillMeant()) {
      // The state is deleted last, so that files that can't be deleted can still be found.
      await onDisk(basePath + PART_ENDING, () => unlink(basePath + PART_ENDING).catch(unlessMissing));
      await removePartState(basePath + STATE_ENDING);
    }
  } finally {
    await lock.release();
  }
}

async function readUnfinished(folder: string, basePath: string, clock: Clock): Promise<UnfinishedDownload | undefined> {
  const state = await readPartState(basePath + STATE_ENDING);
  if (!state || (await isInUse(basePath, clock))) {
    return undefined;
  }
  const part = await readPart(basePath + PART_ENDING, state);
  const { jobId, accountId, fileName, totalBytes } = state;
  return part && { folder, jobId, accountId, fileName, totalBytes, basePath, ...part };
}

/** Deleting requires watching a stopped heartbeat first. Here it's enough that it has stopped. */
async function isInUse(basePath: string, clock: Clock): Promise<boolean> {
  const lock = await readLock(basePath + LOCK_ENDING, clock);
  return lock?.judgment === 'live' || lock?.judgment === 'foreign';
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
