import { existsSync } from 'node:fs';
import { unlink } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '../clock';
import { errorCode } from '../files/fileError';
import { FileLock } from '../files/fileLock';
import type { LockOwner } from '../files/lockOwner';
import { readSmallFile } from '../files/readSmallFile';
import { ensureFolder, readWhole, removeFile, writeWhole } from '../files/wholeFile';
import { decodeRun } from './decodeRun';
import { isOver, type Run } from './run';
import { RUN_ENDING } from './storedRuns';

const LOCK_ENDING = '.lock';
/** Beside a run: another process than its owner waits for its end. */
const WAITED_ENDING = '.waited';
const MAX_RUN_BYTES = 16 * 1024 * 1024;

/** A run that this process, and no other, drives. */
export interface OwnedRun {
  readonly run: Run;
  readonly lock: FileLock;
}

/** A run that another process drives, as of its latest change. What can't be read is undefined. */
export interface DrivenElsewhere {
  readonly owner: LockOwner | undefined;
  readonly run: Run | undefined;
}

/**
 * Runs on disk: one file each, and a lock beside it while a process drives the run. A run that is over stays if another
 * process waits for it, so that it can report the end.
 */
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
   * Takes over a stored run. If another process drives it, notes that this one waits for its end. `gone`: its owner has
   * just finished. `unreadable`: the file was no run of this version, and is removed.
   */
  async claim(id: string): Promise<OwnedRun | DrivenElsewhere | 'gone' | 'unreadable'> {
    const lock = await FileLock.take(this.pathOf(id) + LOCK_ENDING, { clock: this.clock, isPrivate: true });
    if (!(lock instanceof FileLock)) {
      writeWhole(this.waitedPathOf(id), ''); // before the reading, because the owner might remove the run after it
      const run = await this.read(id).catch(() => undefined);
      if (run === undefined) {
        this.stopWaiting(id);
      }
      return { owner: lock.owner, run };
    }
    this.stopWaiting(id);
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

  /** Takes back that this process waits for the end of a run. Removes one that its owner has just left for that. */
  giveUp(id: string): void {
    this.stopWaiting(id);
    const run = decodeRun(readWhole(this.pathOf(id)) ?? '');
    if (run !== undefined && isOver(run)) {
      removeFile(this.pathOf(id));
    }
  }

  /** Removes a run that is over, unless another process waits for it. That one removes it. */
  removeOver(id: string): void {
    if (!existsSync(this.waitedPathOf(id))) {
      removeFile(this.pathOf(id));
    }
  }

  private stopWaiting(id: string): void {
    removeFile(this.waitedPathOf(id));
  }

  private async read(id: string): Promise<Run | undefined> {
    return decodeRun(await readSmallFile(this.pathOf(id), MAX_RUN_BYTES));
  }

  private pathOf(id: string): string {
    return path.join(this.folder, id + RUN_ENDING);
  }

  private waitedPathOf(id: string): string {
    return this.pathOf(id) + WAITED_ENDING;
  }
}
