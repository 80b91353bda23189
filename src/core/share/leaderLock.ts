import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { decodeLockOwner, judgeLock, type LockOwner, thisHost } from '../download/lockOwner';
import { isFileError, PRIVATE_FILE, removeFile } from './sharedFile';

/** What can be told of somebody's lock at one look. */
export interface SeenLock {
  readonly owner: LockOwner | undefined;
  /** The process that took it is certainly gone. */
  readonly isDead: boolean;
  /** Changes whenever the lock changes hands or its heart beats. */
  readonly beat: string;
}

/** A file that at most one window holds: made exclusively, touched while its holder lives. All methods throw the file system's error. */
export class LeaderLock {
  private readonly token = randomUUID();

  constructor(private readonly filePath: string) {}

  /** False when somebody has it. */
  tryTake(): boolean {
    const owner: LockOwner = { pid: process.pid, host: thisHost(), takenAtMs: Date.now(), token: this.token, jobId: '' };
    try {
      writeFileSync(this.filePath, JSON.stringify(owner), { flag: 'wx', mode: PRIVATE_FILE });
      return true;
    } catch (error) {
      if (isFileError(error, 'EEXIST')) {
        return false;
      }
      throw error;
    }
  }

  /** Undefined where nobody has it. */
  look(nowMs: number): SeenLock | undefined {
    try {
      const owner = decodeLockOwner(readFileSync(this.filePath, 'utf8'));
      const { mtimeMs, ino } = statSync(this.filePath);
      return { owner, isDead: judgeLock(owner, mtimeMs, nowMs) === 'dead', beat: `${owner?.token ?? ino} ${mtimeMs}` };
    } catch (error) {
      if (isFileError(error, 'ENOENT')) {
        return undefined;
      }
      throw error;
    }
  }

  /** Shows that its holder lives. False when it is not ours any more. */
  beat(nowMs: number): boolean {
    if (!this.isOurs()) {
      return false;
    }
    utimesSync(this.filePath, nowMs / 1000, nowMs / 1000);
    return true;
  }

  release(): void {
    if (this.isOurs()) {
      removeFile(this.filePath);
    }
  }

  /**
   * Removes a lock whose holder is gone. It is moved aside first and looked at again: between the judgement and the move
   * somebody else may have taken it over, and theirs is put back.
   */
  remove(seen: SeenLock): void {
    const aside = path.join(path.dirname(this.filePath), `.${path.basename(this.filePath)}.${randomUUID()}.tmp`);
    try {
      renameSync(this.filePath, aside);
    } catch (error) {
      if (isFileError(error, 'ENOENT')) {
        return;
      }
      throw error;
    }
    if (decodeLockOwner(readFileSync(aside, 'utf8'))?.token !== seen.owner?.token) {
      this.putBack(aside);
    }
    removeFile(aside);
  }

  private isOurs(): boolean {
    try {
      return decodeLockOwner(readFileSync(this.filePath, 'utf8'))?.token === this.token;
    } catch {
      return false;
    }
  }

  /** Where a third window has taken the place meanwhile, that one keeps it: the one that loses sees so at its next beat. */
  private putBack(aside: string): void {
    try {
      linkSync(aside, this.filePath);
    } catch {
      return;
    }
  }
}
