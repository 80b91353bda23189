import { readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { fieldsOf } from '../isRecord';
import { parsed } from '../parsed';
import { errorCode } from './fileError';
import { systemStartMs } from './systemStart';

/** Who holds a lock, in enough detail to find out whether they're still alive after a crash, or on another machine. */
export interface LockOwner {
  readonly pid: number;
  /** The machine, and on Linux the process namespace, that `pid` belongs to. */
  readonly host: string;
  readonly takenAtMs: number;
  /** Distinguishes two locks that the same process takes. */
  readonly token: string;
  readonly jobId: string;
}

/** `dead`: certainly gone. `live`: running, or was a moment ago. `doubtful`: its heartbeat has to be watched. */
export type LockJudgment = 'dead' | 'live' | 'doubtful';

/** Longer than any delay of a 5 s heartbeat on a busy machine. */
export const HEART_STOPPED_MS = 20_000;

/**
 * The name of this machine. Containers can share a host name, so on Linux this includes the process namespace, which
 * each container has of its own.
 */
export function thisHost(): string {
  try {
    return `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}

/**
 * Judges whether a lock's owner is alive. `beatMs` is the last heartbeat, by the same clock as `nowMs`. `owner` is
 * undefined if the lock can't be read.
 */
export function judgeLock(owner: LockOwner | undefined, beatMs: number, nowMs: number): LockJudgment {
  if (owner?.host === thisHost() && (!isRunning(owner.pid) || owner.takenAtMs < systemStartMs() - HEART_STOPPED_MS)) {
    return 'dead';
  }
  // A heartbeat in the future means that the clock was set, or that the machine is another one.
  return Math.abs(nowMs - beatMs) < HEART_STOPPED_MS ? 'live' : 'doubtful';
}

export function decodeLockOwner(text: string): LockOwner | undefined {
  const { pid, host, takenAtMs, token, jobId } = fieldsOf(parsed(text));
  const isWhole =
    Number.isInteger(pid) &&
    typeof host === 'string' &&
    Number.isFinite(takenAtMs) &&
    typeof token === 'string' &&
    typeof jobId === 'string';
  return isWhole ? { pid: pid as number, host, takenAtMs: takenAtMs as number, token, jobId } : undefined;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of another user can't be signalled, but exists.
    return errorCode(error) === 'EPERM';
  }
}
