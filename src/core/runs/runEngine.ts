import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock';
import { Emitter } from '../event';
import { ClaimedNames } from './claimedNames';
import { DrivenRun } from './drivenRun';
import { MemberResults } from './memberResults';
import { MemberStarts } from './memberStarts';
import {
  hasEnded,
  haveMembersEnded,
  membersIn,
  type PlannedMember,
  type Run,
  type RunMember,
  type RunPlan,
} from './run';
import { type Claim, RunClaims } from './runClaims';
import { RunFiles } from './runFiles';
import { RunManifest } from './runManifest';
import type { RunPorts } from './runPorts';
import { RunTables } from './runTables';

/** The shortest wait until the next check, also for a time that has just passed. */
const MIN_WAIT_MS = 100;

export interface RunEngineOptions {
  /** Where runs are stored, one file each. */
  readonly folder: string;
  readonly ports: RunPorts;
  readonly clock: Clock;
}

/**
 * Drives runs of saved exports: schedules their members, waits for the jobs, downloads the results, and keeps the
 * manifest. Runs survive the process: the next one resumes them. While one process drives a run, no other does.
 */
export class RunEngine {
  private readonly driven = new Map<string, DrivenRun>();
  private readonly busy = new Set<string>();
  private readonly changed = new Emitter<Run>();
  private readonly ended = new Emitter<Run>();
  /** The IDs of the runs whose end this process has reported. They can still be stored, for processes that wait. */
  private readonly over = new Set<string>();
  private readonly files: RunFiles;
  private readonly claims: RunClaims;
  private readonly manifest: RunManifest;
  private readonly starts: MemberStarts;
  private readonly results: MemberResults;
  private readonly tables: RunTables;
  private readonly unsubscribe: () => void;
  private cancelTimer = (): void => undefined;
  private isDisposed = false;

  constructor(private readonly options: RunEngineOptions) {
    const { folder, ports, clock } = options;
    this.files = new RunFiles(folder, clock);
    this.claims = new RunClaims({
      files: this.files,
      clock,
      isDriven: (id) => this.driven.has(id) || this.over.has(id),
      drive: (run, lock) => this.schedule(this.drive(new DrivenRun(run, lock, this.drivenOptions()))),
      onProblem: (message, error) => ports.onProblem(message, error),
    });
    this.manifest = new RunManifest({ ports, clock });
    this.starts = new MemberStarts({ ports, clock });
    this.results = new MemberResults({
      ports,
      clock,
      names: new ClaimedNames((accountId) => ports.accountOf(accountId)),
      isPaused: (place, member) => this.isPaused(place, member),
    });
    this.tables = new RunTables({ ports, clock });
    this.unsubscribe = ports.onDidChange(() => this.advance());
  }

  /** The runs that this process drives. */
  get runs(): readonly Run[] {
    return [...this.driven.values()].map(({ run }) => run);
  }

  /** The runs that other processes drive, as of the last look. */
  get runsElsewhere(): readonly Run[] {
    return this.claims.elsewhere;
  }

  /** Reports a look at the runs that other processes drive. */
  onDidLook(listener: () => void): () => void {
    return this.claims.onDidLook(listener);
  }

  /** Reports each change of a run, and its start. */
  onDidChange(listener: (run: Run) => void): () => void {
    return this.changed.on(listener);
  }

  /** Reports that all members of a run have ended. */
  onDidEnd(listener: (run: Run) => void): () => void {
    return this.ended.on(listener);
  }

  /**
   * Starts a run. Resolves when all its members have been scheduled, have ended, or have to wait until impact.com
   * responds, with the state at that time. If the disk can't be written, the run ends with this process.
   */
  async start({ members, ...plan }: RunPlan): Promise<Run> {
    const id = randomUUID();
    const run: Run = {
      ...plan,
      id,
      startedAtMs: this.options.clock.now(),
      members: members.map(memberOf),
      manifestProblem: undefined,
    };
    const driven = this.drive(new DrivenRun(run, await this.claims.lock(id), this.drivenOptions()));
    await driven.note();
    await this.schedule(driven);
    return driven.run;
  }

  /**
   * Takes over the runs that nobody drives. Those of other processes are tried again later. Returns what has become of
   * each run that this process didn't drive yet.
   */
  resume(): Promise<readonly Claim[]> {
    return this.claims.resume();
  }

  /** Looks now if another process has stored a run since the last look. */
  lookForNew(): Promise<void> {
    return this.claims.lookForNew();
  }

  /** Whether another process drives a stored run with this `savedKey`, as of the last look. */
  isElsewhere(key: string): boolean {
    return this.claims.isElsewhere(key);
  }

  /**
   * Resolves when this process has taken over the run with this `savedKey`, or has reported its end, or when nobody
   * drives it.
   */
  whenNotElsewhere(key: string, signal: AbortSignal): Promise<void> {
    return this.claims.whenNotElsewhere(key, signal);
  }

  /** Stops a run. Results that are already there stay, and jobs at impact.com can't be stopped from here. */
  async cancel(runId: string): Promise<void> {
    const driven = this.driven.get(runId);
    if (driven === undefined) {
      return;
    }
    driven.abort.abort();
    await driven.settled(); // a download might just have finished
    const left = driven.run.members.filter((member) => !hasEnded(member));
    if (left.length > 0) {
      driven.markCancelled();
    }
    await Promise.all(membersIn(driven.run, 'paused').map((member) => this.discard(driven, member)));
    await this.results.cancelAll(driven, left);
    await this.finishIfOver(driven);
  }

  /** Goes on with the paused downloads of a job. Undefined for those that end without a file. */
  resumePaused(accountId: string, jobId: string): readonly Promise<RunMember['file']>[] {
    return this.pausedMembers(accountId, jobId).map(async ([driven, { id }]) => {
      driven.update(id, { state: 'waiting' });
      await this.settle(driven, id);
      return driven.member(id)?.file;
    });
  }

  /** Ends the members whose paused download was discarded. */
  async cancelPaused(accountId: string, jobId: string): Promise<void> {
    for (const [driven, { id }] of this.pausedMembers(accountId, jobId)) {
      await this.results.end(driven, id, 'cancelled', { kind: 'downloadCancelled' });
      await this.finishIfOver(driven);
    }
  }

  /** Leaves the runs to the next process. Resolves when it can take them. */
  async dispose(): Promise<void> {
    this.isDisposed = true;
    this.unsubscribe();
    this.cancelTimer();
    this.claims.dispose();
    await Promise.all([...this.driven.values()].map((driven) => driven.leave()));
  }

  /** Looks at the jobs that members wait for. */
  private advance(): void {
    for (const driven of this.driven.values()) {
      if (this.starts.isDue(driven)) {
        void this.scheduleAgain(driven);
      }
      for (const member of membersIn(driven.run, 'waiting')) {
        if (this.results.isDue(driven, member)) {
          void this.settle(driven, member.id);
        }
      }
    }
    this.setTimer();
  }

  private async settle(driven: DrivenRun, id: string): Promise<void> {
    const key = `${driven.run.id} ${id}`;
    const member = driven.member(id);
    if (this.busy.has(key) || member === undefined || this.isDisposed || !driven.isOurs) {
      return;
    }
    this.busy.add(key);
    try {
      await driven.during(this.results.settle(driven, member));
    } finally {
      this.busy.delete(key);
    }
    await this.finishIfOver(driven);
    this.setTimer();
  }

  private async schedule(driven: DrivenRun): Promise<void> {
    if (membersIn(driven.run, 'planned').length > 0) {
      await driven.during(this.starts.start(driven));
      await driven.note();
    }
    await this.finishIfOver(driven);
    this.advance();
  }

  private async scheduleAgain(driven: DrivenRun): Promise<void> {
    if (this.isDisposed || !driven.isOurs || this.starts.isBusy(driven)) {
      return;
    }
    await this.schedule(driven).catch((error: unknown) =>
      this.options.ports.onProblem(`Can't schedule ${driven.run.name}`, error),
    );
  }

  /** Resolves when the run, if all its members have ended, is no longer stored. */
  private async finishIfOver(driven: DrivenRun): Promise<void> {
    if (haveMembersEnded(driven.run) && this.driven.get(driven.run.id) === driven) {
      driven.finishing ??= this.finish(driven);
    }
    await driven.finishing;
  }

  private async finish(driven: DrivenRun): Promise<void> {
    await driven.during(this.tables.write(driven));
    if (!driven.isOurs) {
      return; // the next process writes the tables
    }
    await driven.note();
    this.over.add(driven.run.id);
    await driven.leave();
    this.driven.delete(driven.run.id);
    this.ended.fire(driven.run);
  }

  private drive(driven: DrivenRun): DrivenRun {
    this.driven.set(driven.run.id, driven);
    driven.keepLock((error) => {
      this.driven.delete(driven.run.id);
      this.options.ports.onProblem(`Another process has taken over the run ${driven.run.name}`, error);
      this.changed.fire(driven.run);
    });
    this.changed.fire(driven.run);
    return driven;
  }

  private drivenOptions(): ConstructorParameters<typeof DrivenRun>[2] {
    return {
      files: this.files,
      manifest: this.manifest,
      onChange: (run) => this.changed.fire(run),
      onProblem: (message, error) => this.options.ports.onProblem(message, error),
    };
  }

  private async discard({ run }: DrivenRun, member: RunMember): Promise<void> {
    const { ports } = this.options;
    await ports.discard(run, member).catch((error: unknown) => ports.onProblem("Can't discard a download", error));
  }

  private pausedMembers(accountId: string, jobId: string): readonly (readonly [DrivenRun, RunMember])[] {
    return [...this.driven.values()].flatMap((driven) =>
      membersIn(driven.run, 'paused')
        .filter((member) => member.accountId === accountId && member.job?.id === jobId)
        .map((member) => [driven, member] as const),
    );
  }

  private isPaused(folder: string, { accountId, job }: RunMember): boolean {
    return this.pausedMembers(accountId, job?.id ?? '').some(([{ run }]) => run.folder === folder);
  }

  /** For changes that no job shows. */
  private setTimer(): void {
    const { clock } = this.options;
    this.cancelTimer();
    const times = [...this.driven.values()].flatMap((driven) => [
      ...membersIn(driven.run, 'waiting').map((member) => this.results.dueAt(driven, member) ?? Infinity),
      ...(this.starts.isBusy(driven) ? [] : membersIn(driven.run, 'planned')).map(
        (member) => this.starts.dueAt(driven, member) ?? Infinity,
      ),
    ]);
    const nextMs = Math.min(...times);
    if (nextMs !== Infinity && !this.isDisposed) {
      this.cancelTimer = clock.setTimer(() => this.advance(), Math.max(nextMs - clock.now(), MIN_WAIT_MS));
    }
  }
}

function memberOf({ skipped, ...planned }: PlannedMember, index: number): RunMember {
  return {
    ...planned,
    id: String(index + 1),
    parameters: planned.parameters,
    period: planned.period,
    job: undefined,
    state: skipped === undefined ? 'planned' : 'skipped',
    sentence: skipped,
    file: undefined,
  };
}
