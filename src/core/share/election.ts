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
/** A leader that has not beaten for so long hangs. With two checks of 2 s and a late timer it is replaced within 15 s. */
const HEART_STOPPED_MS = 8_000;
/** A check that comes so late has slept, and so has the leader. */
const OVERSLEPT_MS = 3 * CHECK_EVERY_MS;

export interface ElectionOptions {
  readonly folder: string;
  /** What is led: letters, digits and dashes. */
  readonly name: string;
  readonly clock: Clock;
  /** Of the same folder; makes a handing over immediate. */
  readonly watch?: Pick<FolderWatch, 'on'>;
  /** Hears once why there can be no election; this window then leads by itself. */
  readonly onProblem?: (error: unknown) => void;
}

/**
 * One of the windows of this machine leads: the one whose name stands in the lock file, which it touches every 3 s; the
 * others look at it every 2 s. When it closes, another leads at once; when its process is gone, within 2 s; when it hangs or
 * its machine is not ours to ask, within 13 s. Each window measures with its own clock alone, so one that jumps costs at
 * most a delay.
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
  private lastCheckMs: number | undefined;
  /** The leader's last beat, and when it was first seen. */
  private seen: { readonly beat: string; readonly sinceMs: number } | undefined;
  private cancelTimer = (): void => undefined;

  constructor(private readonly options: ElectionOptions) {
    const { folder, name, watch } = options;
    this.fileName = `${name}.lock`;
    this.lock = new LeaderLock(path.join(folder, this.fileName));
    this.attempt(() => ensureFolder(folder));
    this.check();
    this.stopListening = watch?.on((fileName) => fileName === this.fileName && !this.holds && this.check());
  }

  /** Ask right before each thing that only a leader may do: reads the file, for one that slept may have been replaced. */
  get isLeader(): boolean {
    if (this.holds && !this.isAlone) {
      this.attempt(() => (this.holds = this.lock.isOurs));
    }
    return !this.isDisposed && (this.holds || this.isAlone);
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
    this.attempt(() => this.lock.release());
    this.tell();
  }

  private check(): void {
    if (this.isDisposed) {
      return;
    }
    this.cancelTimer();
    this.attempt(() => (this.holds = this.holds ? this.lock.beat(this.options.clock.now()) : this.contend()));
    this.cancelTimer = this.options.clock.setTimer(() => this.check(), this.holds ? BEAT_EVERY_MS : CHECK_EVERY_MS);
    this.tell();
  }

  private contend(): boolean {
    const nowMs = this.options.clock.now();
    if (this.lock.tryTake()) {
      return true;
    }
    const seen = this.lock.look(nowMs);
    if (seen !== undefined && !seen.isDead && !this.hasStopped(seen.beat, nowMs)) {
      return false;
    }
    if (seen !== undefined) {
      this.lock.remove(seen, nowMs);
    }
    return this.lock.tryTake();
  }

  private hasStopped(beat: string, nowMs: number): boolean {
    const sinceCheckMs = nowMs - (this.lastCheckMs ?? nowMs);
    this.lastCheckMs = nowMs;
    if (this.seen?.beat !== beat || sinceCheckMs < 0 || sinceCheckMs > OVERSLEPT_MS) {
      this.seen = { beat, sinceMs: nowMs };
    }
    return nowMs - this.seen.sinceMs >= HEART_STOPPED_MS;
  }

  private tell(): void {
    const isLeader = !this.isDisposed && (this.holds || this.isAlone);
    if (isLeader !== this.told) {
      this.told = isLeader;
      this.changed.fire(isLeader);
    }
  }

  private attempt(action: () => void): void {
    try {
      action();
      this.isAlone = false;
    } catch (error) {
      this.isAlone = true;
      if (!this.isTroubled) {
        this.isTroubled = true;
        this.options.onProblem?.(error);
      }
    }
  }
}
