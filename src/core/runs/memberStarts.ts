import { isApiError } from '../apiError';
import type { Clock } from '../clock';
import { isOlderExport } from '../reports/isOlderExport';
import { filesInManifest } from '../savedExports/writeManifest';
import type { DrivenRun } from './drivenRun';
import { isBlocking } from './isBlocking';
import { startPostponementOf } from './postponement';
import { findHeld } from './keptPieces';
import { allowanceOf, existingJobOf, membersIn, type RunMember } from './run';
import { type ExportStart, type RunnableExport, runExports } from './runExports';
import type { MemberReason, RunPorts, ScheduledExport } from './runPorts';

interface Item extends RunnableExport {
  readonly member: RunMember;
}

/** The attempts to start a member. Times are milliseconds since the epoch. */
interface Attempts {
  readonly firstAtMs: number;
  /** How many have failed for a reason that passes. */
  readonly failures: number;
  /** When the next one is due. Undefined before the first failure. */
  readonly nextAtMs: number | undefined;
}

export interface MemberStartsOptions {
  readonly ports: RunPorts;
  readonly clock: Clock;
}

/** Schedules the members of runs, and those that fail for a reason that passes again later. */
export class MemberStarts {
  /** By the members' IDs. They end with this process's work on the run. */
  private readonly attempts = new WeakMap<DrivenRun, Map<string, Attempts>>();
  private readonly busy = new Set<string>();

  constructor(private readonly options: MemberStartsOptions) {}

  /** Whether the run's members are being scheduled. */
  isBusy({ run }: DrivenRun): boolean {
    return this.busy.has(run.id);
  }

  /** When to try a member again, in milliseconds since the epoch. Undefined if it doesn't wait for that. */
  dueAt(driven: DrivenRun, { id }: RunMember): number | undefined {
    return this.attemptsOf(driven).get(id)?.nextAtMs;
  }

  /** Whether it's time to try one of the run's members again. */
  isDue(driven: DrivenRun): boolean {
    return membersIn(driven.run, 'planned').some(
      (member) => (this.dueAt(driven, member) ?? Infinity) <= this.options.clock.now(),
    );
  }

  /**
   * Schedules the members that are planned, one after the other, except those that have to wait. Each one's outcome is
   * stored before the next.
   */
  async start(driven: DrivenRun): Promise<void> {
    const { id } = driven.run;
    this.busy.add(id);
    try {
      await this.startAll(driven);
    } finally {
      this.busy.delete(id);
    }
  }

  private async startAll(driven: DrivenRun): Promise<void> {
    const { ports, clock } = this.options;
    const { signal } = driven.abort;
    const attempts = this.attemptsOf(driven);
    const scheduled = new Map<string, ScheduledExport>();
    await this.keepPieces(driven);
    const items = membersIn(driven.run, 'planned')
      .filter((member) => (this.dueAt(driven, member) ?? 0) <= clock.now())
      .map((member): Item => ({
        member,
        accountId: member.accountId,
        allowance: allowanceOf(member),
        existingJob: existingJobOf(member),
        replays: member.replays,
      }));
    await runExports(items, {
      schedule: async ({ member }) => {
        const first = { firstAtMs: clock.now(), failures: 0, nextAtMs: undefined };
        attempts.set(member.id, attempts.get(member.id) ?? first);
        const asked = this.ownAttempt(driven, member, await ports.schedule(driven.run, member, signal));
        scheduled.set(member.id, asked);
        return asked;
      },
      replay: ({ member }, jobId) => ports.replay(member, jobId, signal),
      exportsLeft: ({ member }) => ports.exportsLeft(member),
      now: ({ accountId }) => ports.nowAt(accountId),
      signal,
      onStep: () => undefined,
      onStart: ({ member }, start) =>
        driven.update(member.id, this.changeOf(driven, member, start, scheduled.get(member.id))),
    });
  }

  private attemptsOf(driven: DrivenRun): Map<string, Attempts> {
    const known = this.attempts.get(driven) ?? new Map<string, Attempts>();
    this.attempts.set(driven, known);
    return known;
  }

  /** Takes pieces from the run's folder that don't have to be requested, because their days were over. */
  private async keepPieces(driven: DrivenRun): Promise<void> {
    const { run } = driven;
    const pieces = membersIn(run, 'planned').filter(
      ({ piece, isRefreshed, sentence }) => piece !== undefined && isRefreshed !== true && sentence === undefined,
    );
    if (pieces.length === 0 || run.remoteFolder !== undefined) {
      return;
    }
    const files = await filesInManifest(run.folder);
    const changes = new Map<string, Partial<RunMember>>();
    for (const member of pieces) {
      const held = await findHeld(run, member, files, this.options.ports.accountOf(member.accountId)?.sid);
      if (held !== undefined) {
        changes.set(member.id, held.kind === 'stale' ? { isRefreshed: true } : held.change);
      }
    }
    driven.updateAll(changes);
  }

  /** A job that an attempt created whose response was lost is new, although the next attempt finds it there. */
  private ownAttempt(driven: DrivenRun, { id, accountId }: RunMember, asked: ScheduledExport): ScheduledExport {
    const { ports, clock } = this.options;
    const { firstAtMs = 0, failures = 0 } = this.attemptsOf(driven).get(id) ?? {};
    if (failures === 0 || !asked.isExisting) {
      return asked;
    }
    const clockAheadMs = ports.nowAt(accountId) - clock.now();
    return { ...asked, isExisting: isOlderExport(asked.job, { askedAtMs: firstAtMs, clockAheadMs }) };
  }

  private changeOf(
    driven: DrivenRun,
    member: RunMember,
    start: ExportStart,
    scheduled: ScheduledExport | undefined,
  ): Partial<RunMember> {
    const { ports } = this.options;
    const known = {
      parameters: scheduled?.parameters ?? member.parameters,
      period: scheduled?.period ?? member.period,
    };
    if (start.kind === 'started') {
      const job = { id: start.job.id, isExisting: start.isExisting, replayOf: start.replayOf };
      return { ...known, state: 'waiting', job, sentence: undefined };
    }
    const later =
      start.kind === 'failed' || start.kind === 'overLimit' ? this.postpone(driven, member, start) : undefined;
    if (later !== undefined) {
      return { ...known, sentence: later };
    }
    const reason = reasonOf(start);
    return {
      ...known,
      state: start.kind === 'cancelled' ? 'cancelled' : 'failed',
      sentence: ports.sentence(member, reason),
      isBlocked: isBlocking(reason),
    };
  }

  /** Says what the member waits for. Undefined if it fails for good, because nothing may be started twice. */
  private postpone(
    driven: DrivenRun,
    member: RunMember,
    start: Extract<ExportStart, { readonly kind: 'failed' | 'overLimit' }>,
  ): string | undefined {
    const { id, export: name } = member;
    const { ports, clock } = this.options;
    const nowMs = clock.now();
    const attempts = this.attemptsOf(driven);
    const { failures = 0, firstAtMs = nowMs } = attempts.get(id) ?? {};
    // A long period takes more exports than a day has, so its pieces wait overnight wherever they run.
    const waits = member.piece !== undefined || driven.run.waitsForLimits === true;
    if (waits && (start.kind === 'overLimit' || isSpent(start.error))) {
      const askedMs = start.kind === 'failed' && isApiError(start.error) ? start.error.retryAtMs : undefined;
      const untilMs = askedMs ?? ports.exportsAgainAt(member);
      attempts.set(id, { firstAtMs, failures, nextAtMs: untilMs });
      return start.kind === 'failed' && isApiError(start.error) && start.error.kind === 'budget'
        ? ports.errorSentence(start.error)
        : ports.sentence(member, { kind: 'waitsForExports', untilMs });
    }
    if (start.kind === 'overLimit' || !start.isRepeatable) {
      return undefined;
    }
    const next = startPostponementOf(start.error, nowMs, failures + 1);
    if (next === undefined) {
      return undefined;
    }
    attempts.set(id, { firstAtMs, failures: next.failures, nextAtMs: next.untilMs });
    ports.onProblem(`Can't schedule ${name} yet`, start.error);
    return ports.errorSentence(start.error);
  }
}

/** Whether an account has no requests or exports left for now. */
function isSpent(error: unknown): boolean {
  return isApiError(error) && ['rateLimited', 'budget'].includes(error.kind);
}

function reasonOf(start: Exclude<ExportStart, { readonly kind: 'started' }>): MemberReason {
  switch (start.kind) {
    case 'failed':
      return { kind: 'error', error: start.error };
    case 'cancelled':
      return { kind: 'cancelled', wasRequested: false };
    default:
      return start;
  }
}
