import { readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { errorCode } from './fileError';
import { systemStartMs } from './systemStart';

/** Who holds a lock: enough to tell, after a kill or on another machine, whether they still live. */
export interface LockOwner {
  readonly pid: number;
  /** Where the pid means this process. */
  readonly host: string;
  readonly takenAtMs: number;
  /** Tells two takings by the same process apart. */
  readonly token: string;
  readonly jobId: string;
}

/** `dead`: certainly gone. `live`: certainly there, or was a moment ago. `doubtful`: its heart has to be watched. */
export type LockJudgement = 'dead' | 'live' | 'doubtful';

/** Longer than any pause of a heart that beats every 5 s on a busy machine. */
export const HEART_STOPPED_MS = 20_000;

/**
 * A host's name says too little where containers share it: on Linux their processes live in name spaces of their own.
 */
export function thisHost(): string {
  try {
    return `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}

/**
 * `beatMs` is when the lock's heart beat last, `nowMs` by the same clock; `owner` undefined: the lock cannot be read.
 */
export function judgeLock(owner: LockOwner | undefined, beatMs: number, nowMs: number): LockJudgement {
  if (owner?.host === thisHost() && (!isRunning(owner.pid) || owner.takenAtMs < systemStartMs() - HEART_STOPPED_MS)) {
    return 'dead';
  }
  // A beat from the future is a clock that was set, or another machine's.
  return Math.abs(nowMs - beatMs) < HEART_STOPPED_MS ? 'live' : 'doubtful';
}

export function decodeLockOwner(text: string): LockOwner | undefined {
  try {
    const { pid, host, takenAtMs, token, jobId } = JSON.parse(text) as Readonly<Record<string, unknown>>;
    const isWhole =
      Number.isInteger(pid) &&
      typeof host === 'string' &&
      Number.isFinite(takenAtMs) &&
      typeof token === 'string' &&
      typeof jobId === 'string';
    return isWhole ? { pid: pid as number, host, takenAtMs: takenAtMs as number, token, jobId } : undefined;
  } catch {
    return undefined;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process may not be signalled, but is there.
    return errorCode(error) === 'EPERM';
  }
}
