import { isApiError } from '../apiError';
import type { Clock } from '../clock';
import type { Job } from '../jobs/job';
import { canBeRetried } from '../jobs/jobState';
import type { ClaimedNames } from './claimedNames';
import type { DrivenRun } from './drivenRun';
import { isBlocking } from './isBlocking';
import { isDue, type Postponement, postponementOf } from './postponement';
import type { MemberState, RunMember } from './run';
import { stateOfAwaited } from './runExports';
import type { DownloadOutcome, MemberReason, RunPorts } from './runPorts';

/** How often to check whether impact.com has given up on a job in error. No list changes when that happens. */
const RETRY_LOOK_MS = 5 * 60_000;

export interface MemberResultsOptions {
  readonly ports: RunPorts;
  readonly clock: Clock;
  readonly names: ClaimedNames;
  /** Whether a download of this job into this folder is paused, so that it isn't continued behind the user's back. */
  readonly isPaused: (folder: string, member: RunMember) => boolean;
}

/** Turns jobs that are done into files, one for each member. */
export class MemberResults {
  /** One download of a job into a folder at a time: the next one then finds the first one's file. */
  private readonly lanes = new Map<string, Promise<unknown>>();
  private readonly postponed = new Map<string, Postponement>();

  constructor(private readonly options: MemberResultsOptions) {}

  /** When to check a member again although no job changes, in milliseconds since the epoch. */
  dueAt(driven: DrivenRun, { id }: RunMember): number | undefined {
    return this.postponed.get(keyOf(driven, id))?.untilMs;
  }

  isDue(driven: DrivenRun, { id, accountId }: RunMember): boolean {
    const { clock, ports } = this.options;
    const postponed = this.postponed.get(keyOf(driven, id));
    return postponed === undefined || isDue(postponed, clock.now(), ports.syncOf(accountId));
  }

  /** Downloads the member's result if its job has completed. Never throws. */
  async settle(driven: DrivenRun, { id, accountId, job: awaited }: RunMember): Promise<void> {
    const { ports, clock } = this.options;
    const failures = this.postponed.get(keyOf(driven, id))?.failures ?? 0;
    this.postponed.delete(keyOf(driven, id));
    try {
      const job = awaited && (await ports.currentJob(accountId, awaited.id));
      if (job === undefined || driven.member(id)?.state !== 'waiting') {
        return;
      }
      switch (stateOfAwaited(job, clock.now())) {
        case 'waiting':
          this.askAgain(driven, id, job);
          return;
        case 'ended':
          return await this.end(driven, id, 'failed', { kind: 'ended', job });
        case 'done':
          return await this.inLane(driven, id, () => this.download(driven, id, job));
      }
    } catch (error) {
      await this.postponeOrFail(driven, id, error, failures + 1);
    }
  }

  private askAgain(driven: DrivenRun, id: string, job: Job): void {
    const nowMs = this.options.clock.now();
    if (canBeRetried(job, nowMs)) {
      this.postponed.set(keyOf(driven, id), { sinceMs: nowMs, untilMs: nowMs + RETRY_LOOK_MS, failures: 0 });
    }
  }

  private async inLane(driven: DrivenRun, id: string, work: () => Promise<void>): Promise<void> {
    const { folder, remoteFolder } = driven.run;
    const lane = JSON.stringify([folder, remoteFolder, driven.member(id)?.job?.id]);
    const turn = (this.lanes.get(lane) ?? Promise.resolve()).then(work);
    const over = turn.catch(() => undefined);
    this.lanes.set(lane, over);
    try {
      await turn;
    } finally {
      if (this.lanes.get(lane) === over) {
        this.lanes.delete(lane);
      }
    }
  }

  private async download(driven: DrivenRun, id: string, job: Job): Promise<void> {
    const { ports, names, isPaused } = this.options;
    const member = driven.member(id);
    if (member?.state !== 'waiting' || !driven.isOurs) {
      return;
    }
    if (isPaused(driven.run.folder, member)) {
      driven.update(id, { state: 'paused' });
      return;
    }
    driven.update(id, { state: 'downloading', sentence: undefined });
    const outcome = await ports.download({
      run: driven.run,
      member,
      job,
      names: await names.of(driven.run, member),
      signal: driven.abort.signal,
    });
    if (!driven.isOurs) {
      return; // the next process continues
    }
    switch (outcome.kind) {
      case 'paused':
        driven.update(id, { state: 'paused' });
        return;
      case 'cancelled':
        await this.endCancelled(driven, id);
        return;
      case 'downloaded':
        await this.finish(driven, member, job, outcome);
    }
  }

  private async finish(
    driven: DrivenRun,
    member: RunMember,
    job: Job,
    received: Extract<DownloadOutcome, { kind: 'downloaded' }>,
  ): Promise<void> {
    const { ports } = this.options;
    const { uri, bytes, path } = received;
    // A result is complete even if its rows can't be counted.
    const rows =
      path === undefined
        ? undefined
        : await ports.countRows(member, job, path).catch((error: unknown) => {
            ports.onProblem(`Can't count the rows of ${path}`, error);
            return undefined;
          });
    const done = { state: 'done', sentence: undefined, file: { uri, bytes, rows } } as const;
    // First the manifest: a member that's done isn't looked at again, not even by the next process.
    await driven.note({ file: { member: { ...member, ...done }, job, received, rows } }, 'soon');
    driven.update(member.id, done);
  }

  private async postponeOrFail(driven: DrivenRun, id: string, error: unknown, failures: number): Promise<void> {
    const { ports, clock } = this.options;
    if (driven.abort.signal.aborted) {
      return this.endCancelled(driven, id);
    }
    if (isApiError(error) && error.kind === 'aborted') {
      driven.update(id, { state: 'waiting' }); // this process ends, and the next one continues
      return;
    }
    const postponement = postponementOf(error, clock.now(), failures);
    if (postponement === undefined) {
      ports.onProblem(`Can't download the result of ${driven.member(id)?.job?.id ?? ''}`, error);
      return this.end(driven, id, 'failed', { kind: 'error', error });
    }
    ports.onProblem(`Still waiting for the result of ${driven.member(id)?.job?.id ?? ''}`, error);
    this.postponed.set(keyOf(driven, id), postponement);
    driven.update(id, { state: 'waiting', sentence: ports.errorSentence(error) });
  }

  private endCancelled(driven: DrivenRun, id: string): Promise<void> {
    const isRunCancelled = driven.abort.signal.aborted;
    return this.end(
      driven,
      id,
      'cancelled',
      isRunCancelled ? { kind: 'cancelled', wasRequested: true } : { kind: 'downloadCancelled' },
    );
  }

  /** Ends a member without a file. */
  async end(driven: DrivenRun, id: string, state: MemberState, reason: MemberReason): Promise<void> {
    const member = driven.member(id);
    if (member !== undefined) {
      driven.update(id, this.endingOf(member, state, reason));
      await driven.note({}, 'soon');
    }
  }

  /** Ends members of a canceled run in one step, because each step writes the whole run. */
  async cancelAll(driven: DrivenRun, members: readonly RunMember[]): Promise<void> {
    const changeOf = (member: RunMember): Partial<RunMember> =>
      this.endingOf(member, 'cancelled', { kind: 'cancelled', wasRequested: member.job !== undefined });
    driven.updateAll(new Map(members.map((member) => [member.id, changeOf(member)])));
    await driven.note();
  }

  private endingOf(member: RunMember, state: MemberState, reason: MemberReason): Partial<RunMember> {
    return { state, sentence: this.options.ports.sentence(member, reason), isBlocked: isBlocking(reason) };
  }
}

function keyOf({ run }: DrivenRun, memberId: string): string {
  return `${run.id} ${memberId}`;
}
