import path from 'node:path';
import type { Clock } from '../clock';
import { Emitter } from '../event';
import type { FolderWatch } from './folderWatch';
import { LeaderLock } from './leaderLock';
import { ensureFolder } from '../files/wholeFile';

/** How often the leader shows that it's alive, with one small write. */
const BEAT_EVERY_MS = 3_000;
/** How often the other windows check the leader, each by reading one file. */
const CHECK_EVERY_MS = 2_000;
/**
 * After this long without a sign of life, a leader hangs. With two checks of 2 s and a late timer, it's replaced within
 * 15 s.
 */
const HEART_STOPPED_MS = 8_000;
/** If a check comes this late, the machine slept, and so did the leader. */
const OVERSLEPT_MS = 3 * CHECK_EVERY_MS;

export interface ElectionOptions {
  readonly folder: string;
  /** The name of what is led: letters, digits, and dashes. */
  readonly name: string;
  readonly clock: Clock;
  /** A watch over the same folder. Makes a handover immediate. */
  readonly watch?: Pick<FolderWatch, 'on'>;
  /** Called once if an election is impossible. This window then leads. */
  readonly onProblem?: (error: unknown) => void;
}

/**
 * Elects one window of this machine as the leader: the one named in the lock file, which it touches every 3 s. The
 * others check the file every 2 s. If the leader closes, another leads at once; if its process is gone, within 2 s; if
 * it hangs or runs on a machine whose processes can't be checked, within 13 s. Each window measures only with its own
 * clock, so a clock that jumps costs at most a delay.
 */
export class Election {
  private readonly lock: LeaderLock;
  private readonly fileName: string;
  private readonly changed = new Emitter<boolean>();
  private readonly stopListening: (() => void) | undefined;
  private holds = false;
  private isAlone = false;
  private isDisposed = false;
  private wasLeader = false;
  private isTroubled = false;
  private lastCheckMs: number | undefined;
  /** The leader's latest sign of life, and when this window first saw it. */
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

  /**
   * Whether this window leads. Reads the file, because a window that slept might have been replaced. Check right before
   * each action that only the leader can take.
   */
  get isLeader(): boolean {
    if (this.holds && !this.isAlone) {
      this.attempt(() => (this.holds = this.lock.isOurs));
    }
    return !this.isDisposed && (this.holds || this.isAlone);
  }

  onDidChange(listener: (isLeader: boolean) => void): () => void {
    return this.changed.on(listener);
  }

  /** Gives up the lead at once. */
  dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this.isDisposed = true;
    this.cancelTimer();
    this.stopListening?.();
    this.attempt(() => this.lock.release());
    this.publish();
  }

  private check(): void {
    if (this.isDisposed) {
      return;
    }
    this.cancelTimer();
    this.attempt(() => (this.holds = this.holds ? this.lock.beat(this.options.clock.now()) : this.contend()));
    this.cancelTimer = this.options.clock.setTimer(() => this.check(), this.holds ? BEAT_EVERY_MS : CHECK_EVERY_MS);
    this.publish();
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

  private publish(): void {
    const isLeader = !this.isDisposed && (this.holds || this.isAlone);
    if (isLeader !== this.wasLeader) {
      this.wasLeader = isLeader;
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
