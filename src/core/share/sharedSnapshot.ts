import { randomUUID } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Clock } from '../clock';
import { Emitter } from '../event';
import type { Job } from '../jobs/job';
import type { FolderWatch } from './folderWatch';
import { applyPatch, byId, diffFrom, isSamePatch, isWorthANewBase } from './jobPatch';
import { ensureFolder, hashedName, readWhole, removeFile, versionOf, writeWhole } from './sharedFile';
import { decodeSharedJobs, decodeState, encodeJobs, encodeState, type LookOutcome, type SharedState } from './sharedState';

export interface SharedSnapshotOptions {
  readonly folder: string;
  readonly accountId: string;
  readonly clock: Pick<Clock, 'now'>;
  /** Of the same folder. */
  readonly watch?: Pick<FolderWatch, 'on'>;
  /** Hears why nothing could be shared; the windows are then on their own. */
  readonly onProblem?: (error: unknown) => void;
}

/** What the windows know of an account together. */
export interface SharedJobs {
  /** The same array for as long as the jobs are the same. */
  readonly jobs: readonly Job[];
  /** When the list was asked for, milliseconds since the epoch; -Infinity while only single jobs are known. */
  readonly askedAtMs: number;
  readonly outcome: LookOutcome;
}

interface Base {
  readonly id: string;
  readonly jobs: ReadonlyMap<string, Job>;
}

/** A window that was just about to name the old list may do so for a moment. */
const OLD_BASE_KEPT_MS = 10 * 60_000;
/** Two windows that contradict each other about a job must come to an end: the next look says who is right. */
const MAX_TELLINGS = 3;

const NO_OUTCOME: LookOutcome = { lookedAtMs: 0, lastGoodAtMs: undefined, error: undefined, failures: 0, nextTryAtMs: undefined, blockedUntilMs: 0, rateLimit: undefined };

/**
 * An account's jobs as the last window saw them that looked: a large file with a whole list, which is rarely written, and
 * a small one with how the last look went and which jobs differ from the large one. The small one is replaced in one step
 * and names the large one, so whoever reads it finds a list that is whole. Neither holds a token or the account's name.
 */
export class SharedSnapshot {
  private readonly changed = new Emitter<SharedJobs>();
  private readonly stateFile: string;
  private readonly stopListening: (() => void) | undefined;
  private version: string | undefined;
  private state: SharedState | undefined;
  private base: Base = { id: '', jobs: new Map() };
  private shared: SharedJobs | undefined;
  /** Jobs of which this window learned by itself, until a list that was asked for later has been shared. */
  private readonly singles = new Map<string, { readonly job: Job; readonly atMs: number; tellings: number }>();

  constructor(private readonly options: SharedSnapshotOptions) {
    this.stateFile = `${hashedName(options.accountId)}.state.json`;
    this.readState();
    this.stopListening = options.watch?.on((fileName) => (fileName === undefined || fileName === this.stateFile) && this.refresh());
  }

  /** Undefined while no window has shared anything that can be read. */
  get latest(): SharedJobs | undefined {
    return this.shared;
  }

  /** What another window has shared. */
  onDidChange(listener: (shared: SharedJobs) => void): () => void {
    return this.changed.on(listener);
  }

  /** Shares a whole list and how the look went. One that was asked for before the shared one was is passed over. */
  publish({ jobs, askedAtMs, outcome }: SharedJobs): void {
    this.refresh();
    // A list from the future was asked for by a clock that has been set back since.
    if (this.state !== undefined && this.state.askedAtMs > askedAtMs && this.state.askedAtMs <= this.options.clock.now()) {
      return;
    }
    this.forgetSingles(askedAtMs);
    const patch = diffFrom(this.base.jobs, jobs);
    if (this.state !== undefined && this.shared !== undefined && isSamePatch(patch, this.state)) {
      this.write({ ...this.state, askedAtMs, outcome }, this.shared.jobs);
    } else if (this.base.id === '' || isWorthANewBase(patch, this.base.jobs.size)) {
      this.rebase(jobs);
      this.write({ outcome, askedAtMs, baseId: this.base.id, listId: randomUUID(), changed: [], removedIds: [] }, jobs);
      this.sweep();
    } else {
      this.write({ outcome, askedAtMs, baseId: this.base.id, listId: randomUUID(), ...patch }, jobs);
    }
  }

  /** Shares how a look went that brought no list: the jobs stay as they are. */
  publishOutcome(outcome: LookOutcome): void {
    this.refresh();
    this.write({ ...(this.state ?? emptyState(this.base.id)), outcome }, this.shared?.jobs ?? []);
  }

  /** Shares one job that this window has learned of by itself: a replay's, an export's, or that of a single look. */
  publishJob(job: Job): void {
    this.refresh();
    this.singles.set(job.id, { job, atMs: this.options.clock.now(), tellings: 0 });
    this.writeSingles();
  }

  /** Reads what other windows have shared; by itself this happens when the folder's watch tells. */
  refresh(): void {
    if (!this.readState() || this.shared === undefined) {
      return;
    }
    this.forgetSingles(this.shared.askedAtMs);
    this.writeSingles();
    this.changed.fire(this.shared);
  }

  dispose(): void {
    this.stopListening?.();
  }

  /** Another window that wrote at the same moment may have left out what this one has told. */
  private writeSingles(): void {
    const known = byId(this.shared?.jobs ?? []);
    const missing: Job[] = [];
    for (const single of this.singles.values()) {
      if (single.tellings < MAX_TELLINGS && diffFrom(known, [single.job]).changed.length > 0) {
        single.tellings++;
        missing.push(single.job);
      }
    }
    if (missing.length === 0) {
      return;
    }
    const state = this.state ?? emptyState(this.base.id);
    const jobs = applyPatch(known, { changed: missing, removedIds: [] });
    this.write({ ...state, listId: randomUUID(), ...diffFrom(this.base.jobs, jobs) }, jobs);
  }

  private forgetSingles(askedAtMs: number): void {
    for (const [id, { atMs }] of this.singles) {
      if (atMs <= askedAtMs) {
        this.singles.delete(id);
      }
    }
  }

  private write(state: SharedState, jobs: readonly Job[]): void {
    this.state = state;
    this.shared = { jobs, askedAtMs: state.askedAtMs, outcome: state.outcome };
    this.attempt(() => {
      ensureFolder(this.options.folder);
      writeWhole(this.path(this.stateFile), encodeState(state));
      this.version = versionOf(this.path(this.stateFile));
    });
  }

  private rebase(jobs: readonly Job[]): void {
    this.base = { id: randomUUID().slice(0, 8), jobs: byId(jobs) };
    this.attempt(() => {
      ensureFolder(this.options.folder);
      writeWhole(this.baseFile(this.base.id), encodeJobs(jobs));
    });
  }

  /** False where there is nothing new that could be read. */
  private readState(): boolean {
    const file = this.path(this.stateFile);
    const version = versionOf(file);
    if (version === undefined || version === this.version) {
      return false;
    }
    this.version = version;
    const text = readWhole(file);
    const state = text === undefined ? undefined : decodeState(text);
    const base = state && this.readBase(state.baseId);
    if (state === undefined || base === undefined) {
      return false;
    }
    const isSameList = state.listId === this.state?.listId && this.shared !== undefined;
    const jobs = isSameList ? (this.shared?.jobs ?? []) : applyPatch(base.jobs, state);
    this.base = base;
    this.state = state;
    this.shared = { jobs, askedAtMs: state.askedAtMs, outcome: state.outcome };
    return true;
  }

  private readBase(id: string): Base | undefined {
    if (id === this.base.id || id === '') {
      return id === '' ? { id, jobs: new Map() } : this.base;
    }
    const text = readWhole(this.baseFile(id));
    const jobs = text === undefined ? undefined : decodeSharedJobs(text);
    return jobs && { id, jobs: byId(jobs) };
  }

  /** Removes the lists that no state names any more. */
  private sweep(): void {
    const prefix = `${hashedName(this.options.accountId)}.`;
    this.attempt(() => {
      for (const name of readdirSync(this.options.folder)) {
        const file = this.path(name);
        const isOld = this.options.clock.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Infinity) > OLD_BASE_KEPT_MS;
        if (isOld && name.startsWith(prefix) && name.endsWith('.jobs.json') && file !== this.baseFile(this.base.id)) {
          removeFile(file);
        }
      }
    });
  }

  private baseFile(id: string): string {
    return this.path(`${hashedName(this.options.accountId)}.${hashedName(id).slice(0, 8)}.jobs.json`);
  }

  private path(name: string): string {
    return path.join(this.options.folder, name);
  }

  private attempt(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.options.onProblem?.(error);
    }
  }
}

function emptyState(baseId: string): SharedState {
  return { outcome: NO_OUTCOME, askedAtMs: -Infinity, baseId, listId: '', changed: [], removedIds: [] };
}
