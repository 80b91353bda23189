import { unlink } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '../clock';
import { errorCode } from '../files/fileError';
import { FileLock } from '../files/fileLock';
import type { LockOwner } from '../files/lockOwner';
import { readSmallFile } from '../files/readSmallFile';
import { ensureFolder, removeFile, writeWhole } from '../files/wholeFile';
import { decodeRun } from './decodeRun';
import { type Run, savedKey } from './run';
import { RUN_ENDING } from './storedRuns';

const LOCK_ENDING = '.lock';
const MAX_RUN_BYTES = 16 * 1024 * 1024;

/** A run that this process, and no other, drives. */
export interface OwnedRun {
  readonly run: Run;
  readonly lock: FileLock;
}

/** A run that another process drives. What can't be read is undefined. */
export interface DrivenElsewhere {
  readonly owner: LockOwner | undefined;
  readonly savedKey: string | undefined;
}

/** Runs on disk: one file each, and a lock beside it while a process drives the run. */
export class RunFiles {
  constructor(
    readonly folder: string,
    private readonly clock: Clock,
  ) {}

  /** Takes the lock of a new run. Throws LockError, or the file system's error. */
  async lock(id: string): Promise<FileLock> {
    ensureFolder(this.folder);
    return FileLock.wait(this.pathOf(id) + LOCK_ENDING, { clock: this.clock, isPrivate: true });
  }

  /**
   * Takes over a stored run. `gone`: its owner has just finished. `unreadable`: the file was no run of this version,
   * and is removed.
   */
  async claim(id: string): Promise<OwnedRun | DrivenElsewhere | 'gone' | 'unreadable'> {
    const lock = await FileLock.take(this.pathOf(id) + LOCK_ENDING, { clock: this.clock, isPrivate: true });
    if (!(lock instanceof FileLock)) {
      const run = await this.read(id).catch(() => undefined);
      return { owner: lock.owner, savedKey: run && savedKey(run) };
    }
    try {
      // Read only now: before the lock was ours, its owner might have finished.
      const run = await this.read(id);
      if (run?.id === id) {
        return { run, lock };
      }
    } catch (error) {
      if (errorCode(error) === 'ENOENT') {
        await lock.release();
        return 'gone';
      }
    }
    await unlink(this.pathOf(id)).catch(() => undefined);
    await lock.release();
    return 'unreadable';
  }

  /** The run is on the disk, as a whole, when this returns. Throws the file system's error. */
  write(run: Run): void {
    ensureFolder(this.folder);
    writeWhole(this.pathOf(run.id), JSON.stringify(run));
  }

  remove(id: string): void {
    removeFile(this.pathOf(id));
  }

  private async read(id: string): Promise<Run | undefined> {
    return decodeRun(await readSmallFile(this.pathOf(id), MAX_RUN_BYTES));
  }

  private pathOf(id: string): string {
    return path.join(this.folder, id + RUN_ENDING);
  }
}
