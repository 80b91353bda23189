import { randomUUID } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Clock } from '../clock';
import { Emitter } from '../event';
import type { Job } from '../jobs/job';
import type { PollOutcome } from './pollOutcome';
import type { FolderWatch } from './folderWatch';
import { applyPatch, byId, diffFrom, isSamePatch, isWorthANewBase } from './jobPatch';
import { ensureFolder, readWhole, removeFile, versionOf, writeWhole } from '../files/wholeFile';
import { decodeSharedJobs, decodeState, encodeJobs, encodeState, type SharedState } from './sharedState';

export interface SharedSnapshotOptions {
  readonly folder: string;
  /** The name of the list: letters, digits, and dashes. */
  readonly name: string;
  readonly clock: Pick<Clock, 'now'>;
  /** A watch over the same folder. */
  readonly watch?: Pick<FolderWatch, 'on'>;
  /** Called if sharing is impossible. Each window then works independently. */
  readonly onProblem?: (error: unknown) => void;
}

/** The shared data about an account. */
export interface SharedJobs {
  /** Keeps its identity while the jobs don't change. */
  readonly jobs: readonly Job[];
  /** The outcome of the last poll. Undefined while only single jobs are known. */
  readonly outcome: PollOutcome | undefined;
}

interface Base {
  readonly id: string;
  readonly jobs: ReadonlyMap<string, Job>;
}

/** A job that this window learned about outside of a list. */
interface Single {
  readonly job: Job;
  readonly atMs: number;
  tellings: number;
}

/** How long an old list is kept, because another window might be about to refer to it. */
const OLD_BASE_KEPT_MS = 10 * 60_000;
/** How often a window repeats a job that another window contradicts. The next poll then decides. */
const MAX_TELLINGS = 3;
const NO_BASE: Base = { id: '', jobs: new Map() };

/**
 * An account's jobs as of the latest poll by any window: a large file with a whole list, rarely written, and a small
 * one with the outcome of the last poll and the jobs that differ from the large file. The small file is replaced in one
 * step and refers to the large one, so readers always find a complete list. Neither contains a token or the account's
 * name.
 */
export class SharedSnapshot {
  private readonly changed = new Emitter<SharedJobs>();
  private readonly stateFile: string;
  private readonly stopListening: (() => void) | undefined;
  private version: string | undefined;
  private state: SharedState | undefined;
  private base = NO_BASE;
  private shared: SharedJobs | undefined;
  /** Kept until a later list has been shared. */
  private readonly singles = new Map<string, Single>();

  constructor(private readonly options: SharedSnapshotOptions) {
    this.stateFile = `${options.name}.state.json`;
    this.readState();
    this.stopListening = options.watch?.on(
      (fileName) => (fileName === undefined || fileName === this.stateFile) && this.refresh(),
    );
  }

  /** The shared data. Undefined while no window has shared anything readable. */
  get latest(): SharedJobs | undefined {
    return this.shared;
  }

  /** Adds a listener for data that another window shared. Returns a function that removes it. */
  onDidChange(listener: (shared: SharedJobs) => void): () => void {
    return this.changed.on(listener);
  }

  /** Shares all jobs and the outcome of a poll. Ignored if the shared poll started later. */
  publish(jobs: readonly Job[], outcome: PollOutcome): void {
    this.refresh();
    const sharedMs = this.state?.outcome?.lookedAtMs ?? -Infinity;
    // A poll in the future was dated by a clock that has been set back since.
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

  /** Shares one job that this window learned about from a replay or an export. */
  publishJob(job: Job): void {
    this.refresh();
    this.singles.set(job.id, { job, atMs: this.options.clock.now(), tellings: 0 });
    this.writeSingles();
  }

  /** Reads what other windows shared. Happens automatically when the watch reports a change. */
  refresh(): void {
    if (!this.readState() || this.shared === undefined) {
      return;
    }
    this.forgetSingles(this.shared.outcome);
    this.writeSingles();
    this.changed.fire(this.shared);
  }

  /** Removes the account's shared data after sign-out. */
  forget(): void {
    removeFile(this.path(this.stateFile));
    this.sweep(-Infinity);
  }

  dispose(): void {
    this.stopListening?.();
  }

  /** Writes single jobs again, because a window that wrote at the same moment might have left them out. */
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

  private forgetSingles(outcome: PollOutcome | undefined): void {
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

  /** Reads the small file. False if there is nothing new or readable. */
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

  /** Removes lists that no small file refers to. */
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

  /**
   * The large file with this ID. The ID can come from a file that anyone could write, so it must not lead to another
   * folder.
   */
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
