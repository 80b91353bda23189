import { randomUUID } from 'node:crypto';
import { type FileHandle, link, open, readFile, rename, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '../clock';
import { errorCode, onDisk } from './diskError';
import { DownloadError } from './downloadError';
import {
  decodeLockOwner,
  HEART_STOPPED_MS,
  judgeLock,
  type LockOwner,
  type LockJudgement,
  thisHost,
} from './lockOwner';

const BEAT_EVERY_MS = 5_000;

/** Somebody else's lock. */
export interface HeldLock {
  readonly owner: LockOwner | undefined;
  readonly judgement: LockJudgement;
}

/**
 * The right to work on one `.part` file, among all windows and processes: a file made exclusively, whose time is set
 * every 5 s. A lock whose process is gone is taken over at once; one whose process lives, or cannot be seen from here,
 * after its heart was watched and did not beat.
 */
export class PartLock {
  private cancelTimer = (): void => undefined;
  private isReleased = false;

  private constructor(
    readonly path: string,
    private readonly handle: FileHandle,
    private readonly token: string,
    private readonly clock: Clock,
    /** It was taken over from somebody who is gone. */
    readonly isInherited: boolean,
  ) {}

  /** Takes the lock, or tells who has it. Throws DownloadError. */
  static async take(lockPath: string, jobId: string, clock: Clock): Promise<PartLock | HeldLock> {
    return onDisk(lockPath, async () => {
      for (let isInherited = false; ; isInherited = true) {
        const lock = await PartLock.tryCreate(lockPath, jobId, clock, isInherited);
        if (lock) {
          return lock;
        }
        const held = await readLock(lockPath, clock);
        if (held && (held.judgement === 'live' || !(await isAbandoned(lockPath, held, clock)))) {
          return held;
        }
        if (held) {
          await removeAbandoned(lockPath, held);
        }
      }
    });
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

  /** Throws DownloadError `busy` or `folderGone` unless the lock is still ours. */
  async check(): Promise<void> {
    await onDisk(this.path, async () => {
      const owner = decodeLockOwner(await readFile(this.path, 'utf8'));
      if (owner?.token !== this.token) {
        throw new DownloadError('busy', 'Another window has taken the download over', { path: this.path });
      }
      const now = this.clock.now() / 1000;
      await this.handle.utimes(now, now);
    });
  }

  async release(): Promise<void> {
    this.isReleased = true;
    this.cancelTimer();
    const owner = await readFile(this.path, 'utf8').then(decodeLockOwner, () => undefined);
    await this.handle.close().catch(() => undefined);
    if (owner?.token === this.token) {
      await unlink(this.path).catch(() => undefined);
    }
  }

  private static async tryCreate(
    lockPath: string,
    jobId: string,
    clock: Clock,
    isInherited: boolean,
  ): Promise<PartLock | undefined> {
    let handle: FileHandle;
    try {
      handle = await open(lockPath, 'wx');
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
      return new PartLock(lockPath, handle, owner.token, clock, isInherited);
    } catch (error) {
      await handle.close();
      await unlink(lockPath).catch(() => undefined);
      throw error;
    }
  }
}

export async function readLock(lockPath: string, clock: Clock): Promise<HeldLock | undefined> {
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(lockPath, 'utf8'), stat(lockPath)]);
    const owner = decodeLockOwner(text);
    return { owner, judgement: judgeLock(owner, mtimeMs, clock.now()) };
  } catch (error) {
    if (errorCode(error) === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}

/** Whether a lock that is not alive for certain is dead: at once, or after its heart has been watched. */
async function isAbandoned(lockPath: string, held: HeldLock, clock: Clock): Promise<boolean> {
  if (held.judgement === 'dead') {
    return true;
  }
  const before = await beatOf(lockPath);
  await new Promise<void>((resolve) => clock.setTimer(resolve, HEART_STOPPED_MS));
  return (await beatOf(lockPath)) === before;
}

async function beatOf(lockPath: string): Promise<number | undefined> {
  return stat(lockPath).then(
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
    if (errorCode(error) === 'ENOENT') {
      return;
    }
    throw error;
  }
  const caught = decodeLockOwner(await readFile(aside, 'utf8'));
  if (caught?.token !== owner?.token) {
    await link(aside, lockPath).catch(() => undefined);
  }
  await unlink(aside);
}
