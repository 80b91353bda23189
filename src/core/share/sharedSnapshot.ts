import { randomUUID } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Clock } from '../clock';
import { Emitter } from '../event';
import type { Job } from '../jobs/job';
import type { LookOutcome } from './lookOutcome';
import type { FolderWatch } from './folderWatch';
import { applyPatch, byId, diffFrom, isSamePatch, isWorthANewBase } from './jobPatch';
import { ensureFolder, readWhole, removeFile, versionOf, writeWhole } from './sharedFile';
import { decodeSharedJobs, decodeState, encodeJobs, encodeState, type SharedState } from './sharedState';

export interface SharedSnapshotOptions {
  readonly folder: string;
  /** Of the list: letters, digits and dashes. */
  readonly name: string;
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
  /** Undefined while only single jobs are known. */
  readonly outcome: LookOutcome | undefined;
}

interface Base {
  readonly id: string;
  readonly jobs: ReadonlyMap<string, Job>;
}

/** Of which this window learned by itself. */
interface Single {
  readonly job: Job;
  readonly atMs: number;
  tellings: number;
}

/** A window that was just about to name the old list may do so for a moment. */
const OLD_BASE_KEPT_MS = 10 * 60_000;
/** Two windows that contradict each other about a job must come to an end: the next look says who is right. */
const MAX_TELLINGS = 3;
const NO_BASE: Base = { id: '', jobs: new Map() };

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
  private base = NO_BASE;
  private shared: SharedJobs | undefined;
  /** Kept until a list that was asked for later has been shared. */
  private readonly singles = new Map<string, Single>();

  constructor(private readonly options: SharedSnapshotOptions) {
    this.stateFile = `${options.name}.state.json`;
    this.readState();
    this.stopListening = options.watch?.on(
      (fileName) => (fileName === undefined || fileName === this.stateFile) && this.refresh(),
    );
  }

  /** Undefined while no window has shared anything that can be read. */
  get latest(): SharedJobs | undefined {
    return this.shared;
  }

  /** What another window has shared. */
  onDidChange(listener: (shared: SharedJobs) => void): () => void {
    return this.changed.on(listener);
  }

  /** Shares all jobs and how the last look went. One that began before the one that is shared is passed over. */
  publish(jobs: readonly Job[], outcome: LookOutcome): void {
    this.refresh();
    const sharedMs = this.state?.outcome?.lookedAtMs ?? -Infinity;
    // A look from the future was made by a clock that has been set back since.
    if (sharedMs > outcome.lookedAtMs && sharedMs <= this.options.clock.now()) {
      return;
    }
    this.forgetSingles(outcome);
    const patch = diffFrom(this.base.jobs, jobs);
    if (this.state !== undefined && this.shared !== undefined && isSamePatch(patch, this.state)) {
      this.write({ ...this.state, outcome }, this.shared.jobs);
    } else if (isWorthANewBase(patch, this.base.jobs.size)) {
      this.rebase(jobs);
      this.write({ outcome, baseId: this.base.id, listId: randomUUID(), changed: [], removedIds: [] }, jobs);
      this.sweep(OLD_BASE_KEPT_MS);
    } else {
      this.write({ outcome, baseId: this.base.id, listId: randomUUID(), ...patch }, jobs);
    }
  }

  /** Shares one job that this window has learned of by itself: a replay's, or an export's. */
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
    this.forgetSingles(this.shared.outcome);
    this.writeSingles();
    this.changed.fire(this.shared);
  }

  /** Removes what is shared of the account: it has been signed out. */
  forget(): void {
    removeFile(this.path(this.stateFile));
    this.sweep(-Infinity);
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
    if (missing.length > 0) {
      const jobs = applyPatch(known, { changed: missing, removedIds: [] });
      this.write(
        { outcome: this.state?.outcome, baseId: this.base.id, listId: randomUUID(), ...diffFrom(this.base.jobs, jobs) },
        jobs,
      );
    }
  }

  private forgetSingles(outcome: LookOutcome | undefined): void {
    for (const [id, { atMs }] of this.singles) {
      if (atMs <= (outcome?.listedAtMs ?? -Infinity)) {
        this.singles.delete(id);
      }
    }
  }

  private write(state: SharedState, jobs: readonly Job[]): void {
    this.state = state;
    this.shared = { jobs, outcome: state.outcome };
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
    const state = decodeState(readWhole(file) ?? '');
    const base = state && this.readBase(state.baseId);
    if (state === undefined || base === undefined) {
      return false;
    }
    const jobs =
      state.listId === this.state?.listId && this.shared !== undefined
        ? this.shared.jobs
        : applyPatch(base.jobs, state);
    this.base = base;
    this.state = state;
    this.shared = { jobs, outcome: state.outcome };
    return true;
  }

  private readBase(id: string): Base | undefined {
    if (id === this.base.id || id === NO_BASE.id) {
      return id === NO_BASE.id ? NO_BASE : this.base;
    }
    const jobs = decodeSharedJobs(readWhole(this.baseFile(id)) ?? '');
    return jobs && { id, jobs: byId(jobs) };
  }

  /** Removes the lists that no state names any more. */
  private sweep(keptMs: number): void {
    const isList = (name: string): boolean => name.startsWith(`${this.options.name}.`) && name.endsWith('.jobs.json');
    this.attempt(() => {
      for (const file of readdirSync(this.options.folder)
        .filter(isList)
        .map((name) => this.path(name))) {
        const ageMs = this.options.clock.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Infinity);
        if (ageMs > keptMs && (keptMs === -Infinity || file !== this.baseFile(this.base.id))) {
          removeFile(file);
        }
      }
    });
  }

  /** The id may come from a file that anybody wrote: it names no other folder. */
  private baseFile(id: string): string {
    return this.path(`${this.options.name}.${id.replace(/\W/g, '')}.jobs.json`);
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
