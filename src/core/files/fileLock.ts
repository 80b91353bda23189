import { randomUUID } from 'node:crypto';
import { type FileHandle, link, lstat, rename, unlink } from 'node:fs/promises';
import path from 'node:path';
import { type Clock, delay } from '../clock';
import { createFile } from './createFile';
import { errorCode, LockError, unlessMissing } from './fileError';
import { decodeLockOwner, HEART_STOPPED_MS, judgeLock, type LockJudgment, type LockOwner, thisHost } from './lockOwner';
import { readSmallFile } from './readSmallFile';
import { temporaryPath } from './replaceFile';

const BEAT_EVERY_MS = 5_000;
/** How many times a lock may change hands, or disappear and come back, while somebody tries to take it. */
const MAX_TRIES = 20;
const RETRY_MS = 50;
/**
 * Locked work takes milliseconds, so nobody waits longer than this. After this time, no lock's heartbeat is watched
 * anymore; a watch that has started is finished.
 */
const LONGEST_WAIT_MS = 30_000;
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

/**
 * A lock that somebody else holds. `foreign` is a link, a folder, or the like in its place. Those are never read,
 * waited for, or removed.
 */
export interface HeldLock {
  readonly owner: LockOwner | undefined;
  readonly judgment: LockJudgment | 'foreign';
}

export interface LockOptions {
  /** The job that the lock is for, so that others can read it. */
  readonly jobId?: string;
  readonly clock: Clock;
  /** Cancels waiting. The wait then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Whether only the user may read the lock file. */
  readonly isPrivate?: boolean;
}

/**
 * A lock that gives one process the right to work on a file, across all windows and processes. It's a file that only
 * one process can create. While the holder works, it updates the file's time every 5 s, as a heartbeat. A lock whose
 * process is gone is taken over immediately. If the process lives, or can't be seen from here, the lock is taken over
 * only after a watch has seen no heartbeat. Throws the file system's error, or LockError.
 */
export class FileLock {
  private cancelTimer = (): void => undefined;
  private isReleased = false;

  private constructor(
    readonly path: string,
    private readonly handle: FileHandle,
    /**
     * A random name for this lock that nobody else knows before. The holder also uses it to name a file beside the
     * locked one.
     */
    readonly token: string,
    private readonly clock: Clock,
    /** Whether the lock was taken over from somebody who is gone. */
    readonly isInherited: boolean,
  ) {}

  /** Takes the lock, or returns who holds it, within a minute. */
  static async take(lockPath: string, options: LockOptions): Promise<FileLock | HeldLock> {
    return FileLock.takeUntil(options.clock.now() + LONGEST_WAIT_MS, lockPath, options);
  }

  private static async takeUntil(endMs: number, lockPath: string, options: LockOptions): Promise<FileLock | HeldLock> {
    const { clock, signal } = options;
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      signal?.throwIfAborted();
      const lock = await FileLock.tryCreate(lockPath, options, tries > 0);
      if (lock) {
        return lock;
      }
      const held = await readLock(lockPath, clock);
      const mayWatch = clock.now() < endMs;
      if (held && !(await isAbandoned(lockPath, held, mayWatch, options))) {
        return held;
      }
      if (held) {
        await removeAbandoned(lockPath, held);
      }
    }
    return { owner: undefined, judgment: 'live' };
  }

  /** Waits until the holder releases the lock, and then takes it. Throws LockError if that takes about a minute. */
  static async wait(lockPath: string, options: LockOptions): Promise<FileLock> {
    const endMs = options.clock.now() + LONGEST_WAIT_MS;
    do {
      const lock = await FileLock.takeUntil(endMs, lockPath, options);
      if (lock instanceof FileLock) {
        return lock;
      }
      if (lock.judgment === 'foreign') {
        break;
      }
      await delay(options.clock, RETRY_MS, options.signal);
    } while (options.clock.now() < endMs);
    throw new LockError(lockPath, 'another process holds the lock');
  }

  /** Starts the heartbeat. Calls `onLost` once if somebody else takes over the lock, or its folder is removed. */
  beat(onLost: (error: unknown) => void): void {
    this.cancelTimer = this.clock.setTimer(() => {
      this.check().then(
        () => {
          if (!this.isReleased) {
            this.beat(onLost);
          }
        },
        (error: unknown) => {
          if (!this.isReleased) {
            onLost(error);
          }
        },
      );
    }, BEAT_EVERY_MS);
  }

  /**
   * Updates the heartbeat. Throws LockError if somebody has taken over the lock, and the file system's error if the
   * lock file is gone.
   */
  async check(): Promise<void> {
    const owner = decodeLockOwner(await readSmallFile(this.path));
    if (owner?.token !== this.token) {
      throw new LockError(this.path, 'another process has taken over the lock');
    }
    const now = this.clock.now() / 1000;
    await this.handle.utimes(now, now);
  }

  async release(): Promise<void> {
    this.isReleased = true;
    this.cancelTimer();
    const owner = await readSmallFile(this.path).then(decodeLockOwner, () => undefined);
    await this.handle.close().catch(() => undefined);
    if (owner?.token === this.token) {
      await unlink(this.path).catch(() => undefined);
    }
  }

  private static async tryCreate(
    lockPath: string,
    { jobId = '', clock, isPrivate = false }: LockOptions,
    isInherited: boolean,
  ): Promise<FileLock | undefined> {
    let handle: FileHandle;
    try {
      handle = await createFile(lockPath, { isPrivate });
    } catch (error) {
      if (errorCode(error) === 'EEXIST') {
        return undefined;
      }
      throw error;
    }
    try {
      const owner: LockOwner = {
        pid: process.pid,
        host: thisHost(),
        takenAtMs: Date.now(),
        token: randomUUID(),
        jobId,
      };
      await handle.writeFile(JSON.stringify(owner));
      await handle.utimes(clock.now() / 1000, clock.now() / 1000);
      return new FileLock(lockPath, handle, owner.token, clock, isInherited);
    } catch (error) {
      await handle.close();
      await unlink(lockPath).catch(() => undefined);
      throw error;
    }
  }
}

/** Reads who holds a lock. Undefined if nobody does. Throws the file system's error. */
export async function readLock(lockPath: string, clock: Clock): Promise<HeldLock | undefined> {
  try {
    const [text, { mtimeMs }] = await Promise.all([readSmallFile(lockPath), lstat(lockPath)]);
    const owner = decodeLockOwner(text);
    return { owner, judgment: judgeLock(owner, mtimeMs, clock.now()) };
  } catch (error) {
    return errorCode(error) === 'ENOTPLAIN' ? { owner: undefined, judgment: 'foreign' } : unlessMissing(error);
  }
}

/** Whether a held lock's owner is gone. If that's doubtful and there's time, watches the heartbeat first. */
async function isAbandoned(
  lockPath: string,
  { judgment: judgment }: HeldLock,
  mayWatch: boolean,
  { clock, signal }: LockOptions,
): Promise<boolean> {
  if (judgment !== 'doubtful' || !mayWatch) {
    return judgment === 'dead';
  }
  const before = await beatOf(lockPath);
  await delay(clock, HEART_STOPPED_MS, signal);
  return (await beatOf(lockPath)) === before;
}

async function beatOf(lockPath: string): Promise<number | undefined> {
  return lstat(lockPath).then(
    ({ mtimeMs }) => mtimeMs,
    () => undefined,
  );
}

/**
 * Moves the lock aside and checks what was moved, because somebody else might have taken over the lock since it was
 * judged. If so, moves theirs back.
 */
async function removeAbandoned(lockPath: string, { owner }: HeldLock): Promise<void> {
  const aside = path.join(path.dirname(lockPath), `.${randomUUID()}.lock`);
  try {
    await rename(lockPath, aside);
  } catch (error) {
    return unlessMissing(error);
  }
  const caught = await readSmallFile(aside).then(decodeLockOwner, () => undefined);
  if (caught?.token !== owner?.token) {
    await link(aside, lockPath).catch(() => undefined);
  } else if (caught !== undefined && UUID.test(caught.token)) {
    await unlink(temporaryPath(lockPath, caught.token)).catch(() => undefined);
  }
  await unlink(aside);
}
