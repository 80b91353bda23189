import type { DrivenRun } from './drivenRun';
import type { RunMember } from './run';
import { type ExportStart, type RunnableExport, runExports } from './runExports';
import type { MemberReason, RunPorts, ScheduledExport } from './runPorts';

interface Item extends RunnableExport {
  readonly member: RunMember;
}

/** Schedules the members that are still planned, one after the other. Each one's outcome is stored before the next. */
export async function scheduleMembers(driven: DrivenRun, ports: RunPorts): Promise<void> {
  const { signal } = driven.abort;
  const scheduled = new Map<string, ScheduledExport>();
  const items = driven.run.members
    .filter(({ state }) => state === 'planned')
    .map((member): Item => ({
      member,
      accountId: member.accountId,
      existingJob: member.saved?.existingJob ?? 'use',
      replays: member.replays,
    }));
  await runExports(items, {
    schedule: async ({ member }) => {
      const asked = await ports.schedule(driven.run, member, signal);
      scheduled.set(member.id, asked);
      return asked;
    },
    replay: ({ member }, jobId) => ports.replay(member, jobId, signal),
    exportsLeft: (accountId) => ports.exportsLeft(accountId),
    now: ({ accountId }) => ports.nowAt(accountId),
    signal,
    onStep: () => undefined,
    onStart: ({ member }, start) => driven.update(member.id, changeOf(member, start, scheduled.get(member.id), ports)),
  });
}

function changeOf(
  member: RunMember,
  start: ExportStart,
  scheduled: ScheduledExport | undefined,
  ports: Pick<RunPorts, 'sentence'>,
): Partial<RunMember> {
  if (start.kind === 'started') {
    return {
      state: 'waiting',
      job: { id: start.job.id, isExisting: start.isExisting, replayOf: start.replayOf },
      parameters: scheduled?.parameters ?? member.parameters,
      period: scheduled?.period ?? member.period,
    };
  }
  const known = { parameters: scheduled?.parameters ?? member.parameters, period: scheduled?.period ?? member.period };
  return {
    ...known,
    state: start.kind === 'cancelled' ? 'cancelled' : 'failed',
    sentence: ports.sentence(member, reasonOf(start)),
  };
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
