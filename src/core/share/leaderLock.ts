import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { decodeLockOwner, judgeLock, type LockOwner, thisHost } from '../files/lockOwner';
import { isFileError, PRIVATE_FILE, removeFile } from './sharedFile';

/** What can be told of somebody's lock at one look. */
export interface SeenLock {
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
    const owner: LockOwner = {
      pid: process.pid,
      host: thisHost(),
      takenAtMs: Date.now(),
      token: this.token,
      jobId: '',
    };
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
    return orIfMissing(undefined, () => look(this.filePath, nowMs));
  }

  /** Whether the file says so at this moment. It says one name at a time, so it never is two windows'. */
  get isOurs(): boolean {
    return orIfMissing(false, () => decodeLockOwner(readFileSync(this.filePath, 'utf8'))?.token === this.token);
  }

  /** Shows that its holder lives. False when it is not ours any more. */
  beat(nowMs: number): boolean {
    if (!this.isOurs) {
      return false;
    }
    // It may have changed hands in between: a beat too many does no harm, but to believe in it would.
    orIfMissing(undefined, () => utimesSync(this.filePath, nowMs / 1000, nowMs / 1000));
    return this.isOurs;
  }

  release(): void {
    if (this.isOurs) {
      removeFile(this.filePath);
    }
  }

  /**
   * Removes a lock whose holder is gone. It is moved aside first and looked at again: between the judgement and the move
   * its heart may have beaten after all, or somebody else may have taken it over, and then it is put back.
   */
  remove(seen: SeenLock, nowMs: number): void {
    const aside = path.join(path.dirname(this.filePath), `.${path.basename(this.filePath)}.${randomUUID()}.tmp`);
    orIfMissing(undefined, () => renameSync(this.filePath, aside));
    const moved = orIfMissing(undefined, () => look(aside, nowMs));
    if (moved !== undefined && moved.beat !== seen.beat) {
      this.putBack(aside);
    }
    removeFile(aside);
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

function look(filePath: string, nowMs: number): SeenLock {
  const owner = decodeLockOwner(readFileSync(filePath, 'utf8'));
  const { mtimeMs, ino } = statSync(filePath);
  return { isDead: judgeLock(owner, mtimeMs, nowMs) === 'dead', beat: `${owner?.token ?? ino} ${mtimeMs}` };
}

function orIfMissing<T>(missing: T, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (isFileError(error, 'ENOENT')) {
      return missing;
    }
    throw error;
  }
}
