import { randomUUID } from 'node:crypto';
import { type FileHandle, link, lstat, rename, unlink } from 'node:fs/promises';
import path from 'node:path';
import { type Clock, delay } from '../clock';
import { createFile } from './createFile';
import { errorCode, LockError, unlessMissing } from './fileError';
import {
  decodeLockOwner,
  HEART_STOPPED_MS,
  judgeLock,
  type LockJudgement,
  type LockOwner,
  thisHost,
} from './lockOwner';
import { readSmallFile } from './readSmallFile';
import { temporaryPath } from './replaceFile';

const BEAT_EVERY_MS = 5_000;
/** So often a lock may change hands, or go and come, under the eyes of one who wants it. */
const MAX_TRIES = 20;
const RETRY_MS = 50;
/**
 * Who waits for a lock waits for work of milliseconds. After this no heart is watched any more; one that is, is watched
 * to the end.
 */
const LONGEST_WAIT_MS = 30_000;
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

/** Somebody else's lock. `foreign`: a link, a folder or the like, which is never read, waited for or removed. */
export interface HeldLock {
  readonly owner: LockOwner | undefined;
  readonly judgement: LockJudgement | 'foreign';
}

export interface LockOptions {
  /** What the lock is about, for others to read. */
  readonly jobId?: string;
  readonly clock: Clock;
  /** Ends every wait; what waits then throws its reason. */
  readonly signal?: AbortSignal;
  /** Nobody but the user may read it. */
  readonly isPrivate?: boolean;
}

/**
 * The right to work on a file, among all windows and processes: a file made exclusively, whose time is set every 5 s
 * while it beats. A lock whose process is gone is taken over at once; one whose process lives, or cannot be seen from
 * here, after its heart was watched and did not beat. Throws the file system's error, and LockError.
 */
export class FileLock {
  private cancelTimer = (): void => undefined;
  private isReleased = false;

  private constructor(
    readonly path: string,
    private readonly handle: FileHandle,
    /** Told to nobody before; names what its holder writes beside the file. */
    readonly token: string,
    private readonly clock: Clock,
    /** It was taken over from somebody who is gone. */
    readonly isInherited: boolean,
  ) {}

  /** Takes the lock, or tells who has it, within a minute. */
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
    return { owner: undefined, judgement: 'live' };
  }

  /** Takes the lock as soon as who has it is done; throws LockError where that is not within a minute. */
  static async wait(lockPath: string, options: LockOptions): Promise<FileLock> {
    const endMs = options.clock.now() + LONGEST_WAIT_MS;
    do {
      const lock = await FileLock.takeUntil(endMs, lockPath, options);
      if (lock instanceof FileLock) {
        return lock;
      }
      if (lock.judgement === 'foreign') {
        break;
      }
      await delay(options.clock, RETRY_MS, options.signal);
    } while (options.clock.now() < endMs);
    throw new LockError(lockPath, 'it is held by somebody else');
  }

  /** Begins to beat. `onLost` is called once when the lock is not ours any more, or its folder is gone. */
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
   * Shows that its holder lives. Throws LockError where somebody has taken it over, and what the file system says of
   * one that is gone.
   */
  async check(): Promise<void> {
    const owner = decodeLockOwner(await readSmallFile(this.path));
    if (owner?.token !== this.token) {
      throw new LockError(this.path, 'somebody has taken it over');
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

/** Undefined where nobody has the lock. Throws the file system's error. */
export async function readLock(lockPath: string, clock: Clock): Promise<HeldLock | undefined> {
  try {
    const [text, { mtimeMs }] = await Promise.all([readSmallFile(lockPath), lstat(lockPath)]);
    const owner = decodeLockOwner(text);
    return { owner, judgement: judgeLock(owner, mtimeMs, clock.now()) };
  } catch (error) {
    return errorCode(error) === 'ENOTPLAIN' ? { owner: undefined, judgement: 'foreign' } : unlessMissing(error);
  }
}

/**
 * Whether a lock that is not alive for certain is dead: at once or, if that may take its time, after its heart was
 * watched.
 */
async function isAbandoned(
  lockPath: string,
  { judgement }: HeldLock,
  mayWatch: boolean,
  { clock, signal }: LockOptions,
): Promise<boolean> {
  if (judgement !== 'doubtful' || !mayWatch) {
    return judgement === 'dead';
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
 * Moves the lock aside and looks at what was caught: between the judgement and the move somebody else may have taken
 * the lock over, and theirs is put back.
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
