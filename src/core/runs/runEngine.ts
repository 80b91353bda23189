import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock';
import { Emitter } from '../event';
import type { FileLock } from '../files/fileLock';
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
  savedKey,
} from './run';
import { type DrivenElsewhere, RunFiles } from './runFiles';
import { RunManifest } from './runManifest';
import type { RunPorts } from './runPorts';
import { RunTables } from './runTables';
import { storedRunIds } from './storedRuns';

/** The shortest wait until the next check, also for a time that has just passed. */
const MIN_WAIT_MS = 100;
/**
 * How soon to look again at runs that other processes drive. The wait doubles each time, because a window that is being
 * reloaded needs a moment, but any other process can take hours.
 */
const FIRST_LOOK_MS = 500;
const MAX_LOOK_MS = 10_000;

export interface RunEngineOptions {
  /** Where runs are stored, one file each. */
  readonly folder: string;
  readonly ports: RunPorts;
  readonly clock: Clock;
}

/**
 * What has become of a stored run that a process wants to take over. `driven`: another one drives it. `gone`: there's
 * nothing to do, because its owner has just finished. `failed`: it can't be read or locked, and `onProblem` said why.
 */
export type Claim = { readonly kind: 'claimed' | 'gone' | 'failed' } | ({ readonly kind: 'driven' } & DrivenElsewhere);

/**
 * Drives runs of saved exports: schedules their members, waits for the jobs, downloads the results, and keeps the
 * manifest. Runs survive the process: the next one resumes them. While one process drives a run, no other does.
 */
export class RunEngine {
  private readonly driven = new Map<string, DrivenRun>();
  private readonly busy = new Set<string>();
  private readonly changed = new Emitter<Run>();
  private readonly ended = new Emitter<Run>();
  private readonly looked = new Emitter<void>();
  private elsewhere: readonly Run[] = [];
  private lookMs = FIRST_LOOK_MS;
  private readonly files: RunFiles;
  private readonly manifest: RunManifest;
  private readonly starts: MemberStarts;
  private readonly results: MemberResults;
  private readonly tables: RunTables;
  private readonly unsubscribe: () => void;
  private cancelTimer = (): void => undefined;
  private cancelResume = (): void => undefined;
  private isDisposed = false;

  constructor(private readonly options: RunEngineOptions) {
    const { folder, ports, clock } = options;
    this.files = new RunFiles(folder, clock);
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
    return this.elsewhere;
  }

  /** Reports a look at the runs that other processes drive. */
  onDidLook(listener: () => void): () => void {
    return this.looked.on(listener);
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
    const driven = this.drive(new DrivenRun(run, await this.lock(id), this.drivenOptions()));
    await driven.during(driven.note());
    await this.schedule(driven);
    return driven.run;
  }

  /**
   * Takes over the runs that nobody drives. Those of other processes are tried again later. Returns what has become of
   * each run that this process didn't drive yet.
   */
  async resume(): Promise<readonly Claim[]> {
    this.cancelResume();
    const known = storedRunIds(this.options.folder).filter((id) => !this.driven.has(id));
    const claims = await Promise.all(known.map((id) => this.claim(id)));
    const driven = claims.filter((claim) => claim.kind === 'driven');
    this.elsewhere = driven.flatMap(({ run }) => run ?? []);
    if (driven.length > 0 && !this.isDisposed) {
      this.cancelResume = this.options.clock.setTimer(() => void this.resume(), this.lookMs);
    }
    this.lookMs = driven.length > 0 ? Math.min(this.lookMs * 2, MAX_LOOK_MS) : FIRST_LOOK_MS;
    this.looked.fire();
    return claims;
  }

  /** Whether another process drives a stored run with this `savedKey`, as of the last `resume`. */
  isElsewhere(key: string): boolean {
    return this.elsewhere.some((run) => savedKey(run) === key);
  }

  /**
   * Resolves when this process has taken over the run with this `savedKey`, or has reported its end, or when nobody
   * drives it.
   */
  async whenNotElsewhere(key: string, signal: AbortSignal): Promise<void> {
    const stops: (() => void)[] = [];
    try {
      await new Promise<void>((resolve, reject) => {
        const check = (): void => {
          if (signal.aborted) {
            reject(signal.reason as Error);
          } else if (!this.isElsewhere(key)) {
            resolve();
          }
        };
        signal.addEventListener('abort', check);
        stops.push(() => signal.removeEventListener('abort', check), this.looked.on(check));
        check();
      });
    } finally {
      stops.forEach((stop) => stop());
    }
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
    this.cancelResume();
    this.elsewhere.forEach(({ id }) => this.files.stopWaiting(id));
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
      await driven.during(driven.note());
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
    await driven.leave();
    this.driven.delete(driven.run.id);
    this.ended.fire(driven.run);
  }

  private async lock(id: string): Promise<FileLock | undefined> {
    try {
      return await this.files.lock(id);
    } catch (error) {
      this.options.ports.onProblem("Can't lock a run", error);
      return undefined;
    }
  }

  private async claim(id: string): Promise<Claim> {
    const { ports } = this.options;
    try {
      const claimed = await this.files.claim(id);
      if (claimed === 'unreadable') {
        ports.onProblem(`The stored run ${id} can't be read. It was removed`, undefined);
        return { kind: 'failed' };
      }
      if (claimed === 'gone') {
        return { kind: 'gone' };
      }
      if ('owner' in claimed) {
        return { kind: 'driven', ...claimed };
      }
      if (this.isDisposed) {
        await claimed.lock.release();
        return { kind: 'gone' };
      }
      const driven = this.drive(new DrivenRun(claimed.run, claimed.lock, this.drivenOptions()));
      await this.schedule(driven);
      return { kind: 'claimed' };
    } catch (error) {
      ports.onProblem(`Can't resume the run ${id}`, error);
      return { kind: 'failed' };
    }
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
