import { PAUSE } from '../download/pause';
import type { FileLock } from '../files/fileLock';
import { hasEnded, haveMembersEnded, isOver, type Run, type RunMember, type RunTable } from './run';
import type { RunFiles } from './runFiles';
import type { RunManifest, Written } from './runManifest';

export interface DrivenRunOptions {
  readonly files: RunFiles;
  readonly manifest: RunManifest;
  readonly onChange: (run: Run) => void;
  readonly onProblem: (message: string, error: unknown) => void;
}

/** A run that this process drives. Every change is on the disk before it is published. */
export class DrivenRun {
  /** Aborted when the run is canceled, or with PAUSE when this process leaves it to another one. */
  readonly abort = new AbortController();
  /** Set when the run is over. Resolves when it's no longer stored. */
  finishing: Promise<void> | undefined;
  private readonly work = new Set<Promise<unknown>>();
  private isLeft = false;
  private hasWriteProblem = false;

  constructor(
    private current: Run,
    /** Undefined if the disk can't be written. */
    private readonly lock: FileLock | undefined,
    private readonly options: DrivenRunOptions,
  ) {
    this.save();
  }

  get run(): Run {
    return this.current;
  }

  /** Whether this process may still change the run. */
  get isOurs(): boolean {
    return !this.isLeft;
  }

  member(id: string): RunMember | undefined {
    return this.current.members.find((member) => member.id === id);
  }

  /** Changes a member that hasn't ended. What ends later, after a cancellation for example, changes nothing. */
  update(id: string, change: Partial<RunMember>): void {
    this.updateAll(new Map([[id, change]]));
  }

  /** Changes members by their IDs in one write, because a run of years of days has some megabytes. */
  updateAll(changes: ReadonlyMap<string, Partial<RunMember>>): void {
    const isChanged = (member: RunMember): boolean => changes.has(member.id) && !hasEnded(member);
    if (!this.isLeft && this.current.members.some(isChanged)) {
      const members = this.current.members.map((member) =>
        isChanged(member) ? { ...member, ...changes.get(member.id) } : member,
      );
      this.change({ ...this.current, members });
    }
  }

  /** Notes that the user has stopped the run. */
  markCancelled(): void {
    if (!this.isLeft) {
      this.change({ ...this.current, isCancelled: true });
    }
  }

  /** Settles a table of the run, unless this process leaves the run to another one. */
  settleTable(table: RunTable, change: Partial<RunTable>): void {
    if (!this.isLeft) {
      const tables = this.current.tables?.map((known) =>
        known === table ? { ...known, ...change, isSettled: true } : known,
      );
      this.change({ ...this.current, ...(tables && { tables }) });
    }
  }

  /** Writes the manifest with the latest state. `soon`: together with what else happens within a second. */
  async note(written: Written = {}, when: 'now' | 'soon' = 'now'): Promise<void> {
    const isUrgent = when === 'now' || this.abort.signal.aborted || haveMembersEnded(this.current);
    const manifestProblem = await this.during(this.options.manifest.note(() => this.current, written, isUrgent));
    if (manifestProblem !== this.current.manifestProblem && !this.isLeft) {
      this.change({ ...this.current, manifestProblem });
    }
  }

  /** Keeps track of work on the run, so that a cancellation can wait for it. */
  async during<T>(work: Promise<T>): Promise<T> {
    this.work.add(work);
    try {
      return await work;
    } finally {
      this.work.delete(work);
    }
  }

  /** Resolves when nothing is in progress, after `abort`. */
  async settled(): Promise<void> {
    this.options.manifest.hurry(this.current.id);
    while (this.work.size > 0) {
      await Promise.allSettled(this.work);
    }
  }

  /** Takes over the heartbeat of the lock. `onLost`: another process drives the run now. */
  keepLock(onLost: (error: unknown) => void): void {
    this.lock?.beat((error) => {
      this.stop();
      void this.lock?.release(); // closes our file, and leaves the other process's lock
      onLost(error);
    });
  }

  /** Gives the run up. One that isn't over stays on the disk, for the next process. */
  async leave(): Promise<void> {
    this.stop();
    await this.settled();
    if (isOver(this.current)) {
      this.options.files.removeOver(this.current.id);
    }
    await this.lock?.release();
  }

  private stop(): void {
    this.isLeft = true;
    this.abort.abort(PAUSE);
  }

  private change(run: Run): void {
    this.current = run;
    this.save();
    this.options.onChange(run);
  }

  private save(): void {
    try {
      this.options.files.write(this.current);
    } catch (error) {
      if (!this.hasWriteProblem) {
        this.hasWriteProblem = true; // the run continues, but not after this process
        this.options.onProblem(`Can't store the run ${this.current.name}`, error);
      }
    }
  }
}
