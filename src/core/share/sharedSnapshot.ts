import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { Clock } from '../clock';
import { Emitter } from '../event';
import { isSameJob, type Job } from '../jobs/job';
import type { PollOutcome } from './pollOutcome';
import type { FolderWatch } from './folderWatch';
import { ensureFolder, readWhole, removeFile, versionOf, writeWhole } from '../files/wholeFile';
import { decodeJobs, decodeState, encodeJobs, encodeState } from './sharedState';

export interface SharedSnapshotOptions {
  readonly folder: string;
  /** The name of the list: letters, digits, and dashes. */
  readonly name: string;
  readonly clock: Pick<Clock, 'now'>;
  /** A watch over the same folder. */
  readonly watch?: Pick<FolderWatch, 'on'>;
  /** Called if sharing is impossible. Each window then works independently. */
  readonly onProblem: (error: unknown) => void;
}

/** The shared data about an account. */
export interface SharedJobs {
  /** Keeps its identity while the jobs don't change. */
  readonly jobs: readonly Job[];
  /** The outcome of the last poll. */
  readonly outcome: PollOutcome;
}

/** A job that this window learned about outside of a list. */
interface Single {
  readonly job: Job;
  readonly atMs: number;
  tellings: number;
}

/** How often a window repeats a job that another window contradicts. The next poll then decides. */
const MAX_TELLINGS = 3;

/**
 * An account's jobs as of the latest poll by any window, in one file that each poll replaces: a line with the outcome,
 * and a line with the jobs, which readers skip while they know them. Contains no token and not the account's name.
 */
export class SharedSnapshot {
  private readonly changed = new Emitter<SharedJobs>();
  private readonly filePath: string;
  private readonly stopListening: (() => void) | undefined;
  private version: string | undefined;
  /** Changes with the jobs. */
  private listId = '';
  private shared: SharedJobs | undefined;
  /** The jobs that this window wrote last, as text. */
  private encoded: { readonly jobs: readonly Job[]; readonly text: string } | undefined;
  /** Kept until a later list has been shared. */
  private readonly singles = new Map<string, Single>();

  constructor(private readonly options: SharedSnapshotOptions) {
    const { folder, name, watch } = options;
    const fileName = `${name}.state.json`;
    this.filePath = path.join(folder, fileName);
    this.read();
    this.stopListening = watch?.on((changed) => (changed === undefined || changed === fileName) && this.refresh());
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
    const sharedMs = this.shared?.outcome.lookedAtMs ?? -Infinity;
    // A poll in the future was dated by a clock that has been set back since.
    if (sharedMs > outcome.lookedAtMs && sharedMs <= this.options.clock.now()) {
      return;
    }
    this.forgetSingles(outcome);
    this.write(jobs, outcome);
  }

  /** Shares one job that this window learned about from a replay or an export, once a poll is shared. */
  publishJob(job: Job): void {
    this.refresh();
    this.singles.set(job.id, { job, atMs: this.options.clock.now(), tellings: 0 });
    this.writeSingles();
  }

  /** Reads what other windows shared. Happens automatically when the watch reports a change. */
  refresh(): void {
    const shared = this.read();
    if (shared !== undefined) {
      this.forgetSingles(shared.outcome);
      this.writeSingles();
      this.changed.fire(this.shared ?? shared);
    }
  }

  /** Removes the account's shared data after sign-out. */
  forget(): void {
    removeFile(this.filePath);
  }

  dispose(): void {
    this.stopListening?.();
  }

  /** Writes single jobs again, because a window that wrote at the same moment might have left them out. */
  private writeSingles(): void {
    if (this.shared === undefined) {
      return;
    }
    const jobs = new Map(this.shared.jobs.map((job) => [job.id, job]));
    let isAnyMissing = false;
    for (const single of this.singles.values()) {
      const known = jobs.get(single.job.id);
      if (single.tellings < MAX_TELLINGS && (known === undefined || !isSameJob(known, single.job))) {
        single.tellings++;
        jobs.set(single.job.id, single.job);
        isAnyMissing = true;
      }
    }
    if (isAnyMissing) {
      this.write([...jobs.values()], this.shared.outcome);
    }
  }

  /** Forgets single jobs that a later list decides about. */
  private forgetSingles({ listedAtMs = -Infinity }: PollOutcome): void {
    for (const [id, { atMs }] of this.singles) {
      if (atMs <= listedAtMs) {
        this.singles.delete(id);
      }
    }
  }

  private write(current: readonly Job[], outcome: PollOutcome): void {
    const known = this.shared?.jobs;
    const jobs = known !== undefined && areSameJobs(known, current) ? known : current;
    if (jobs !== known) {
      this.listId = randomUUID();
    }
    this.shared = { jobs, outcome };
    if (this.encoded?.jobs !== jobs) {
      this.encoded = { jobs, text: encodeJobs(jobs) };
    }
    try {
      ensureFolder(this.options.folder);
      writeWhole(this.filePath, `${encodeState({ listId: this.listId, outcome })}\n${this.encoded.text}`);
      this.version = versionOf(this.filePath);
    } catch (error) {
      this.options.onProblem(error);
    }
  }

  /** Reads the file. Undefined if there is nothing new or readable. */
  private read(): SharedJobs | undefined {
    const version = versionOf(this.filePath);
    if (version === undefined || version === this.version) {
      return undefined;
    }
    this.version = version;
    const [head = '', list = ''] = readWhole(this.filePath)?.split('\n') ?? [];
    const state = decodeState(head);
    const jobs = state?.listId === this.listId ? this.shared?.jobs : decodeJobs(list);
    if (state === undefined || jobs === undefined) {
      return undefined;
    }
    this.listId = state.listId;
    this.shared = { jobs, outcome: state.outcome };
    return this.shared;
  }
}

function areSameJobs(known: readonly Job[], jobs: readonly Job[]): boolean {
  return (
    known.length === jobs.length &&
    known.every((job, index) => {
      const other = jobs[index];
      return job === other || (other !== undefined && isSameJob(job, other));
    })
  );
}
