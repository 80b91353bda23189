import path from 'node:path';
import type { Clock } from '../clock';
import { Emitter } from '../event';
import type { FolderWatch } from './folderWatch';
import { LeaderLock } from './leaderLock';
import { ensureFolder } from './sharedFile';

/** One small write by the leader alone. */
const BEAT_EVERY_MS = 3_000;
/** One look at a file by each of the others. */
const CHECK_EVERY_MS = 2_000;
/**
 * A leader that has not beaten for so long takes itself for deposed, and the others take it for gone: they count from when
 * they saw the beat, which is later, so that two never lead at once. 8 s, two checks of 2 s and a late timer stay under 15 s.
 */
const HEART_STOPPED_MS = 8_000;
/** A check that comes so late has slept, and so has the leader. */
const OVERSLEPT_MS = 3 * CHECK_EVERY_MS;

export interface ElectionOptions {
  readonly folder: string;
  /** What is led: letters, digits and dashes. */
  readonly name: string;
  readonly clock: Clock;
  /** Of the same folder; makes a handing over immediate. */
  readonly watch?: FolderWatch;
  /** Hears once why there can be no election; this window then leads by itself. */
  readonly onProblem?: (error: unknown) => void;
}

/**
 * One of the windows of this machine leads. It holds a lock file that it touches every 3 s; the others look at it every 2 s.
 * When it closes, another leads at once; when its process is gone, within 2 s; when it hangs or its machine is not ours to
 * ask, within 13 s. Times are compared with this window's own, so clocks that jump cost at most a delay.
 */
export class Election {
  private readonly lock: LeaderLock;
  private readonly fileName: string;
  private readonly changed = new Emitter<boolean>();
  private readonly stopListening: (() => void) | undefined;
  private holds = false;
  private isAlone = false;
  private isDisposed = false;
  private told = false;
  private isTroubled = false;
  private lastBeatMs = 0;
  private lastCheckMs: number | undefined;
  /** The leader's last beat, and when it was first seen. */
  private seen: { readonly beat: string; readonly sinceMs: number } | undefined;
  private cancelTimer = (): void => undefined;

  constructor(private readonly options: ElectionOptions) {
    const { folder, name, watch } = options;
    this.fileName = `${name}.lock`;
    this.lock = new LeaderLock(path.join(folder, this.fileName));
    this.stopListening = watch?.on((fileName) => fileName === this.fileName && !this.holds && this.check());
    this.attempt(() => ensureFolder(folder));
    this.check();
  }

  /** Ask right before each thing that only a leader may do: a window that wakes from a long sleep leads no longer. */
  get isLeader(): boolean {
    if (this.isDisposed) {
      return false;
    }
    return this.isAlone || (this.holds && Math.abs(this.options.clock.now() - this.lastBeatMs) < HEART_STOPPED_MS);
  }

  onDidChange(listener: (isLeader: boolean) => void): () => void {
    return this.changed.on(listener);
  }

  /** Hands over at once. */
  dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this.isDisposed = true;
    this.cancelTimer();
    this.stopListening?.();
    if (this.holds) {
      this.attempt(() => this.lock.release());
    }
    this.tell();
  }

  private check(): void {
    if (this.isDisposed) {
      return;
    }
    this.cancelTimer();
    this.attempt(() => (this.holds ? this.beat() : this.contend()));
    this.cancelTimer = this.options.clock.setTimer(() => this.check(), this.holds ? BEAT_EVERY_MS : CHECK_EVERY_MS);
    this.tell();
  }

  private beat(): void {
    const nowMs = this.options.clock.now();
    if (this.lock.beat(nowMs)) {
      this.lastBeatMs = nowMs;
    } else {
      this.holds = false;
    }
  }

  private contend(): void {
    const nowMs = this.options.clock.now();
    if (this.lock.tryTake()) {
      this.lead(nowMs);
      return;
    }
    const seen = this.lock.look(nowMs);
    if (seen !== undefined && !seen.isDead && !this.isStopped(seen.beat, nowMs)) {
      return;
    }
    if (seen !== undefined) {
      this.lock.remove(seen);
    }
    if (this.lock.tryTake()) {
      this.lead(nowMs);
    }
  }

  private isStopped(beat: string, nowMs: number): boolean {
    const sinceCheckMs = nowMs - (this.lastCheckMs ?? nowMs);
    this.lastCheckMs = nowMs;
    if (this.seen?.beat !== beat || sinceCheckMs < 0 || sinceCheckMs > OVERSLEPT_MS) {
      this.seen = { beat, sinceMs: nowMs };
    }
    return nowMs - this.seen.sinceMs >= HEART_STOPPED_MS;
  }

  private lead(nowMs: number): void {
    this.holds = true;
    this.lastBeatMs = nowMs;
    this.seen = undefined;
    this.lastCheckMs = undefined;
  }

  private tell(): void {
    if (this.isLeader !== this.told) {
      this.told = this.isLeader;
      this.changed.fire(this.told);
    }
  }

  private attempt(action: () => void): void {
    try {
      action();
      this.isAlone = false;
    } catch (error) {
      if (!this.isTroubled) {
        this.isTroubled = true;
        this.options.onProblem?.(error);
      }
      this.isAlone = true;
    }
  }
}
