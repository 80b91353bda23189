import { randomUUID } from 'node:crypto';
import { existsSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Clock } from '../clock';
import { PRIVATE_FILE } from '../files/createFile';
import { hashedName, removeFile } from '../files/wholeFile';

/** How often a window that leads shows that it's alive, with one small write. */
const BEAT_EVERY_MS = 3_000;
/** How often a window that leads nothing checks those that do. */
const CHECK_EVERY_MS = 2_000;

/** The ending of its file's name. */
export const HEARTBEAT_ENDING = '.heartbeat';

/** An election in which the window stands. */
export interface Candidate {
  readonly holds: boolean;
  readonly check: () => void;
}

type Round = { readonly wasThere: boolean } | { readonly error: unknown };

export interface HeartbeatOptions {
  /** The folder of the locks. */
  readonly folder: string;
  readonly clock: Clock;
}

/**
 * One heartbeat for all elections that a window has won: a file of its own, which it touches every 3 s, however many
 * locks it holds. The same timer lets all its elections check their locks.
 */
export class Heartbeat {
  /** Names this window in the locks that it holds. */
  readonly token = randomUUID();
  private readonly candidates = new Set<Candidate>();
  private cancelTimer = (): void => undefined;
  private isBeating = false;
  /** The outcome of the last beat, for all candidates of one round. */
  private round: Round | undefined;

  constructor(private readonly options: HeartbeatOptions) {}

  /** Adds an election, which isn't checked at once. Returns a function that removes it. */
  join(candidate: Candidate): () => void {
    this.candidates.add(candidate);
    if (this.candidates.size === 1) {
      this.tickLater();
    }
    return () => {
      this.candidates.delete(candidate);
      this.rest();
      if (this.candidates.size === 0) {
        this.cancelTimer();
      }
    };
  }

  /** Begins to beat, before the window takes its first lock. Throws the file system's error. */
  start(): void {
    if (!this.isBeating) {
      this.touch();
      this.isBeating = true;
    }
  }

  /**
   * Shows that the window lives, once for all its locks. False if another window has taken one of them away, because
   * this one seemed to be gone. Throws the file system's error.
   */
  beat(): boolean {
    this.round ??= this.attempt();
    if ('error' in this.round) {
      throw this.round.error;
    }
    return this.round.wasThere;
  }

  private attempt(): Round {
    try {
      return { wasThere: this.touch() };
    } catch (error) {
      return { error };
    }
  }

  /** Creates the file if it's missing, and says whether it was there. */
  private touch(): boolean {
    const { folder, clock } = this.options;
    const file = heartbeatFile(folder, this.token);
    const wasThere = existsSync(file);
    if (!wasThere) {
      writeFileSync(file, '', { mode: PRIVATE_FILE });
    }
    utimesSync(file, clock.now() / 1000, clock.now() / 1000);
    return wasThere;
  }

  private tick(): void {
    this.round = undefined;
    this.candidates.forEach((candidate) => candidate.check());
    this.rest();
    this.tickLater();
  }

  private tickLater(): void {
    if (this.candidates.size > 0) {
      const waitMs = this.leadsAny ? BEAT_EVERY_MS : CHECK_EVERY_MS;
      this.cancelTimer = this.options.clock.setTimer(() => this.tick(), waitMs);
    }
  }

  /** Leaves no file behind while the window leads nothing. */
  private rest(): void {
    if (this.isBeating && !this.leadsAny) {
      this.isBeating = false;
      removeFile(heartbeatFile(this.options.folder, this.token));
    }
  }

  private get leadsAny(): boolean {
    return [...this.candidates].some(({ holds }) => holds);
  }
}

/** The last sign of life of the window that holds a lock, in milliseconds since the epoch. Undefined without a file. */
export function lastBeatMs(folder: string, token: string): number | undefined {
  return statSync(heartbeatFile(folder, token), { throwIfNoEntry: false })?.mtimeMs;
}

/** Makes a window that seemed to be gone check its locks, if it lives. */
export function stopHeart(folder: string, token: string): void {
  removeFile(heartbeatFile(folder, token));
}

/** Hashed, because a lock file can contain anything. */
function heartbeatFile(folder: string, token: string): string {
  return path.join(folder, `${hashedName(token)}${HEARTBEAT_ENDING}`);
}
