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

/** What is left of a download whose state can't be read. */
export interface DamagedDownload {
  readonly folder: string;
  /** The name of its partial file. */
  readonly fileName: string;
  readonly basePath: string;
}

/** The downloads in `folder` that cannot be resumed because their state is damaged. Changes nothing and never throws. */
export async function findDamaged(folder: string, clock: Clock): Promise<DamagedDownload[]> {
  const found: DamagedDownload[] = [];
  for (const basePath of await listParts(folder)) {
    if ((await isPartStateDamaged(basePath + STATE_ENDING)) && !(await isInUse(basePath, clock).catch(() => true))) {
      found.push({ folder, fileName: path.basename(basePath + PART_ENDING), basePath });
    }
  }
  return found;
}

/** Removes what is left of a download whose state is damaged. Throws DownloadError, as `discardUnfinished` does. */
export async function discardDamaged({ basePath, folder }: DamagedDownload, clock: Clock): Promise<void> {
  await discard(basePath, folder, '', clock, () => isPartStateDamaged(basePath + STATE_ENDING));
}

/**
 * Removes what is left of an unfinished download; one that is gone already, or has become another's, is left as it is.
 * Throws DownloadError: `busy` when somebody is at it, or what the disk said.
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
  if (!state || (await isInUse(basePath, clock))) {
    return undefined;
  }
  const part = await readPart(basePath + PART_ENDING, state);
  const { jobId, accountId, fileName, totalBytes } = state;
  return part && { folder, jobId, accountId, fileName, totalBytes, basePath, ...part };
}

/** A heart that has stopped is watched before anything is touched; here it is enough that it does not beat. */
async function isInUse(basePath: string, clock: Clock): Promise<boolean> {
  const lock = await readLock(basePath + LOCK_ENDING, clock);
  return lock?.judgement === 'live' || lock?.judgement === 'foreign';
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
