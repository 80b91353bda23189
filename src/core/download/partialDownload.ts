import { unlink } from 'node:fs/promises';
import path from 'node:path';
import type { NewFileOptions } from '../files/createFile';
import { errorCode, unlessMissing } from '../files/fileError';
import { FileLock, type LockOptions } from '../files/fileLock';
import { systemStartMs } from '../files/systemStart';
import { asDiskError, onDisk } from './diskError';
import { DownloadError } from './downloadError';
import { numberedFileName, pathInFolder } from './fileName';
import { PartFile } from './partFile';
import { listParts } from './listParts';
import { takePartLock } from './partLock';
import { PART_ENDING, STATE_ENDING } from './partNames';
import { type PartState, readPartState, removePartState, usableBytes, writePartState } from './partState';

const MAX_NUMBER = 999;

export type PartialDownloadOptions = Pick<LockOptions, 'clock' | 'signal'> & NewFileOptions;

/** A download in progress on the disk: the partial file, its state, and the lock on both. */
export class PartialDownload {
  private saving: Promise<void> = Promise.resolve();

  private constructor(
    readonly folder: string,
    private readonly base: string,
    private readonly lock: FileLock,
    readonly part: PartFile,
    private current: PartState,
    private readonly options: PartialDownloadOptions,
  ) {}

  /**
   * Takes over what an earlier attempt left for this job. Undefined if there is nothing. Throws DownloadError `busy` if
   * another process works on it; ApiError `aborted`.
   */
  static async resume(
    folder: string,
    jobId: string,
    accountId: string,
    options: PartialDownloadOptions,
  ): Promise<PartialDownload | undefined> {
    for (const base of await listParts(folder)) {
      const isOurs = (state: PartState | undefined): state is PartState =>
        state?.jobId === jobId && state.accountId === accountId;
      if (!isOurs(await readPartState(base + STATE_ENDING))) {
        continue;
      }
      const lock = await takePartLock(base, { ...options, jobId });
      if (!(lock instanceof FileLock)) {
        if (lock.judgment === 'foreign') {
          continue;
        }
        throw busyError(base);
      }
      // Reads the state again, because the previous owner may have finished before the lock was taken.
      const state = await readPartState(base + STATE_ENDING);
      if (isOurs(state)) {
        return PartialDownload.open(folder, base, lock, state, options);
      }
      await lock.release();
    }
    return undefined;
  }

  /** Creates the files for a result that will be called `state.fileName`. Throws DownloadError; ApiError `aborted`. */
  static async create(folder: string, state: PartState, options: PartialDownloadOptions): Promise<PartialDownload> {
    for (let number = 1; number <= MAX_NUMBER; number++) {
      const base = pathInFolder(folder, numberedFileName(state.fileName, state.extension, number));
      const lock = await takePartLock(base, { ...options, jobId: state.jobId });
      if (!(lock instanceof FileLock)) {
        // A lock that is still being written can't be read. It belongs to another window that started the same
        // download.
        if (lock.judgment !== 'foreign' && (lock.owner === undefined || lock.owner.jobId === state.jobId)) {
          throw busyError(base);
        }
        continue;
      }
      try {
        if (!(await readPartState(base + STATE_ENDING))) {
          const part = await createPart(base + PART_ENDING, lock.isInherited, options);
          const partial = new PartialDownload(folder, base, lock, part, state, options);
          await partial.save();
          return partial;
        }
      } catch (error) {
        if (errorCode(error) !== 'EEXIST') {
          await lock.release();
          throw await onDisk(base + PART_ENDING, () => Promise.reject(error as Error)).catch(
            (failure: unknown) => failure,
          );
        }
      }
      // The files belong to another job or to somebody else.
      await lock.release();
    }
    throw new DownloadError('disk', `The folder holds ${MAX_NUMBER} unfinished files called ${state.fileName}`, {
      path: folder,
    });
  }

  get state(): PartState {
    return this.current;
  }

  /** Whether the next attempt can continue after the first byte. */
  get isResumable(): boolean {
    return usableBytes(this.current, this.part.sizeBytes) > 0;
  }

  /** Calls `onLost` once if this process loses the lock or the folder is deleted. */
  watchLock(onLost: (error: unknown) => void): void {
    this.lock.beat((error) => onLost(asDiskError(error, this.lock.path)));
  }

  async checkLock(): Promise<void> {
    await onDisk(this.lock.path, () => this.lock.check());
  }

  async update(change: Partial<PartState>): Promise<void> {
    this.current = { ...this.current, ...change, updatedAtMs: this.options.clock.now() };
    // Saves in sequence. Otherwise a restart and a periodic sync could replace each other's file.
    this.saving = this.saving.catch(() => undefined).then(() => this.save());
    await this.saving;
  }

  /** Empties the file before a restart, so that old bytes are never taken for the new file's. */
  async restart(change: Partial<PartState> = {}): Promise<void> {
    if (this.part.sizeBytes > 0) {
      await this.part.truncate(0);
      await this.part.sync();
    }
    await this.update({ ...change, syncedBytes: 0, bootedAtMs: systemStartMs() });
  }

  /** Flushes the file to the disk and records that its bytes survive a power failure. */
  async sync(): Promise<void> {
    const syncedBytes = this.part.sizeBytes;
    await this.part.sync();
    await this.update({ syncedBytes, bootedAtMs: systemStartMs() });
  }

  /** Closes the files and keeps them for another attempt. */
  async keep(): Promise<void> {
    await this.part.close();
    await this.lock.release();
  }

  /** Deletes the files. */
  async remove(): Promise<void> {
    await this.part.remove();
    await removePartState(this.base + STATE_ENDING);
    await this.lock.release();
  }

  private async save(): Promise<void> {
    const { isPrivate = false } = this.options;
    await writePartState(this.base + STATE_ENDING, this.current, { isPrivate, token: this.lock.token });
  }

  private static async open(
    folder: string,
    base: string,
    lock: FileLock,
    state: PartState,
    options: PartialDownloadOptions,
  ): Promise<PartialDownload> {
    try {
      const part = await onDisk(base + PART_ENDING, () => reopenOrCreate(base + PART_ENDING, options));
      const partial = new PartialDownload(folder, base, lock, part, state, options);
      const keptBytes = usableBytes(state, part.sizeBytes);
      if (keptBytes < part.sizeBytes) {
        await part.truncate(keptBytes);
      }
      return partial;
    } catch (error) {
      await lock.release();
      throw error;
    }
  }
}

/** Throws EEXIST if the file exists, unless it's the empty file of a process that died before it wrote a state. */
async function createPart(partPath: string, isInherited: boolean, options: NewFileOptions): Promise<PartFile> {
  try {
    return await PartFile.create(partPath, options);
  } catch (error) {
    const isOurs = isInherited && errorCode(error) === 'EEXIST';
    const part = isOurs ? await PartFile.reopen(partPath).catch(() => undefined) : undefined;
    if (part?.sizeBytes === 0) {
      return part;
    }
    await part?.close();
    throw error;
  }
}

async function reopenOrCreate(partPath: string, options: NewFileOptions): Promise<PartFile> {
  try {
    const part = await PartFile.reopen(partPath);
    if (part !== undefined) {
      return part;
    }
    // The file under the second name stays. A process was killed between the last two steps of a download, or somebody
    // placed a link here.
    await unlink(partPath);
  } catch (error) {
    unlessMissing(error);
  }
  return PartFile.create(partPath, options);
}

function busyError(base: string): DownloadError {
  return new DownloadError('busy', `Another window is downloading ${path.basename(base)}`, { path: base });
}
