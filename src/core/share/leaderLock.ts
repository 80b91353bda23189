import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { decodeLockOwner, judgeLock, type LockOwner, thisHost } from '../files/lockOwner';
import { PRIVATE_FILE } from '../files/createFile';
import { removeFile } from '../files/wholeFile';
import { errorCode, orIfMissing } from '../files/fileError';
import { patiently } from '../files/patiently';
import { type Heartbeat, lastBeatMs, stopHeart } from './heartbeat';

/** What one reading shows about somebody's lock. */
export interface SeenLock {
  /** The window that holds the lock. Empty if that can't be read. */
  readonly token: string;
  /** Whether the process that took the lock is certainly gone. */
  readonly isDead: boolean;
  /** Changes when the lock changes its owner or the owner shows that it's alive. */
  readonly beat: string;
}

/**
 * A lock file that at most one window holds: created exclusively, and valid while its owner's heart beats. Unlike
 * FileLock, it never waits: an election looks at it at each check, in one turn of the event loop, and gives it up while
 * a window closes. Both kinds of lock share the owner's record and the judgment of it (`lockOwner.ts`). All methods
 * throw the file system's error.
 */
export class LeaderLock {
  constructor(
    private readonly filePath: string,
    private readonly heartbeat: Heartbeat,
  ) {}

  /** Takes the lock. False if somebody has it. */
  tryTake(): boolean {
    this.heartbeat.start();
    const owner: LockOwner = {
      pid: process.pid,
      host: thisHost(),
      takenAtMs: Date.now(),
      token: this.heartbeat.token,
      jobId: '',
    };
    try {
      writeFileSync(this.filePath, JSON.stringify(owner), { flag: 'wx', mode: PRIVATE_FILE });
      return true;
    } catch (error) {
      if (errorCode(error) === 'EEXIST') {
        return false;
      }
      throw error;
    }
  }

  /** Reads the lock. Undefined if nobody has it. */
  look(nowMs: number): SeenLock | undefined {
    return orIfMissing(undefined, () => look(this.filePath, nowMs));
  }

  /** Whether the lock is ours right now. The file contains one name at a time, so two windows never both own it. */
  get isOurs(): boolean {
    return orIfMissing(
      false,
      () => decodeLockOwner(readFileSync(this.filePath, 'utf8'))?.token === this.heartbeat.token,
    );
  }

  /** Shows that the owner lives. False if the lock is no longer ours. */
  beat(): boolean {
    return this.heartbeat.beat() || this.isOurs;
  }

  release(): void {
    if (this.isOurs) {
      removeFile(this.filePath);
    }
  }

  /**
   * Removes a lock whose owner is gone. Moves it aside first and reads it again, because its owner might have shown
   * signs of life or somebody else might have taken it between the check and the move. Then puts it back.
   */
  remove(seen: SeenLock, nowMs: number): void {
    const aside = path.join(path.dirname(this.filePath), `.${path.basename(this.filePath)}.${randomUUID()}.tmp`);
    orIfMissing(undefined, () => patiently(() => renameSync(this.filePath, aside)));
    const moved = orIfMissing(undefined, () => look(aside, nowMs));
    if (moved !== undefined && moved.beat !== seen.beat) {
      this.putBack(aside);
    }
    removeFile(aside);
    stopHeart(path.dirname(this.filePath), seen.token);
  }

  /**
   * Puts a lock back. If a third window has taken the place in the meantime, that one keeps it; the other one notices
   * at its next touch.
   */
  private putBack(aside: string): void {
    try {
      linkSync(aside, this.filePath);
    } catch {
      // That one has it.
    }
  }
}

function look(filePath: string, nowMs: number): SeenLock {
  const owner = decodeLockOwner(readFileSync(filePath, 'utf8'));
  const { token = '' } = owner ?? {};
  // An older version of the extension touches the lock itself.
  const beatMs = lastBeatMs(path.dirname(filePath), token) ?? statSync(filePath).mtimeMs;
  return { token, isDead: judgeLock(owner, beatMs, nowMs) === 'dead', beat: `${token} ${beatMs}` };
}
