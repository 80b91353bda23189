import path from 'node:path';
import type { Clock } from '../clock';
import { Emitter } from '../event';
import type { FolderWatch } from './folderWatch';
import { type Candidate, Heartbeat } from './heartbeat';
import { LeaderLock } from './leaderLock';
import { Standstill } from './standstill';
import { ensureFolder } from '../files/wholeFile';

/**
 * After this long without a sign of life, a leader hangs. With two checks of 2 s and a late timer, it's replaced within
 * 15 s.
 */
const HEART_STOPPED_MS = 8_000;
/** If a check comes this late, the machine slept, and so did the leader. */
const OVERSLEPT_MS = 6_000;

export interface ElectionOptions {
  readonly folder: string;
  /** The name of what is led: letters, digits, and dashes. */
  readonly name: string;
  readonly clock: Clock;
  /** The heartbeat of the window, for the same folder. Default: one of its own. */
  readonly heartbeat?: Heartbeat;
  /** A watch over the same folder. Makes a handover immediate. */
  readonly watch?: Pick<FolderWatch, 'on'>;
  /** Called once if an election is impossible. This window then leads. */
  readonly onProblem: (error: unknown) => void;
}

/**
 * Elects one window of this machine as the leader: the one named in the lock file, whose heart beats every 3 s. The
 * others check the file and the heart every 2 s, or 3 s if they lead something else. If the leader closes, another
 * leads at once; if its process is gone, within 3 s; if it hangs or runs on a machine whose processes can't be checked,
 * within 13 s. Each window measures only with its own clock, so a clock that jumps costs at most a delay.
 */
export class Election implements Candidate {
  /** Whether this window had the lock at the last check. */
  holds = false;
  private readonly lock: LeaderLock;
  private readonly fileName: string;
  private readonly changed = new Emitter<boolean>();
  private readonly stopListening: (() => void) | undefined;
  private isAlone = false;
  private isDisposed = false;
  private wasLeader = false;
  private isTroubled = false;
  /** How long the leader has shown no new sign of life. */
  private readonly heart: Standstill<string>;
  private readonly leave: () => void;

  constructor(private readonly options: ElectionOptions) {
    const { folder, name, clock, watch, heartbeat = new Heartbeat({ folder, clock }) } = options;
    this.fileName = `${name}.lock`;
    this.lock = new LeaderLock(path.join(folder, this.fileName), heartbeat);
    this.heart = new Standstill(clock, OVERSLEPT_MS);
    this.attempt(() => ensureFolder(folder));
    this.check();
    this.leave = heartbeat.join(this);
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
    this.stopListening?.();
    this.attempt(() => this.lock.release());
    this.holds = false;
    this.leave();
    this.publish();
  }

  /** Looks at the lock, and takes it if nobody leads. */
  check(): void {
    if (this.isDisposed) {
      return;
    }
    this.attempt(() => (this.holds = this.holds ? this.lock.beat() : this.contend()));
    this.publish();
  }

  private contend(): boolean {
    const nowMs = this.options.clock.now();
    const seen = this.lock.look(nowMs);
    if (seen !== undefined && !seen.isDead && this.heart.lengthMs(seen.beat) < HEART_STOPPED_MS) {
      return false;
    }
    if (seen !== undefined) {
      this.lock.remove(seen, nowMs);
    }
    return this.lock.tryTake();
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
        this.options.onProblem(error);
      }
    }
  }
}
