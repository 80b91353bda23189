import type { JobEntry } from './jobEntry';
import { endedAt, isActive, progressOfRunAt } from './jobState';
import { timeLeft } from './progress';
import { retryOf } from './retries';

/** A stretch of a job's life. Times are milliseconds since the epoch. */
export interface LifePhase {
  readonly kind: 'queue' | 'run' | 'retryWait';
  readonly fromMs: number;
  /** Undefined while it lasts. */
  readonly toMs: number | undefined;
}

export interface LifePoint {
  readonly atMs: number;
  readonly percent: number;
}

/** A job's life as far as it is known, for drawing it to scale. */
export interface JobLife {
  /** Not empty; each begins where the one before ends. */
  readonly phases: readonly LifePhase[];
  /** The percentage over the run, oldest first: where the run begins, what was seen, and 100 at a completed end. */
  readonly curve: readonly LifePoint[];
  /** When the run should end, or the next try should come, by what is known now; undefined where it is not. */
  readonly nextMs: number | undefined;
}

/** Undefined where no stretch of it is known. */
export function jobLife(entry: JobEntry, nowMs: number): JobLife | undefined {
  const phases = phasesOf(entry, nowMs);
  const left = timeLeft(entry, nowMs);
  return phases.length === 0
    ? undefined
    : { phases, curve: curveOf(entry), nextMs: left === undefined ? upcoming(retryOf(entry, nowMs)?.nextAtMs, nowMs) : nowMs + left };
}

function phasesOf({ job, failedTries }: JobEntry, nowMs: number): readonly LifePhase[] {
  const { createdAt, startedAt, status } = job;
  if (status === 'QUEUED') {
    // After a replay under the same id only the dates of the run before are there.
    const isFirst = startedAt === undefined && earlierEnd(job) === undefined;
    return createdAt !== undefined && isFirst ? [{ kind: 'queue', fromMs: createdAt, toMs: undefined }] : [];
  }
  const endMs = isActive(job) ? undefined : endedAt(job);
  const hasUnknownEnd = !isActive(job) && endMs === undefined;
  if (startedAt === undefined || hasUnknownEnd || (endMs !== undefined && endMs < startedAt)) {
    return createdAt !== undefined && endMs !== undefined && endMs >= createdAt ? [{ kind: 'queue', fromMs: createdAt, toMs: endMs }] : [];
  }
  const retry = retryOf({ job, failedTries }, nowMs);
  // A job that ran before waited not since its creation, but since something that nobody tells.
  const hasRunBefore = earlierEnd(job) !== undefined || (failedTries?.most ?? 1) > 1;
  return [
    ...(createdAt !== undefined && createdAt <= startedAt && !hasRunBefore ? [{ kind: 'queue' as const, fromMs: createdAt, toMs: startedAt }] : []),
    { kind: 'run' as const, fromMs: startedAt, toMs: endMs },
    ...(retry === undefined || endMs === undefined ? [] : [{ kind: 'retryWait' as const, fromMs: endMs, toMs: undefined }]),
  ];
}

/** When an earlier run under the same id ended, where its date was kept. */
function earlierEnd({ status, startedAt, completedAt, failedAt, cancelledAt, abandonedAt }: JobEntry['job']): number | undefined {
  const ends = [completedAt, failedAt, cancelledAt, abandonedAt].filter((end) => end !== undefined);
  const earlier = status === 'QUEUED' || startedAt === undefined ? ends : ends.filter((end) => end < startedAt);
  return earlier.length === 0 ? undefined : Math.max(...earlier);
}

function curveOf({ job, samples }: JobEntry): readonly LifePoint[] {
  const { startedAt, status, percent } = job;
  if (startedAt === undefined || status === 'QUEUED') {
    return [];
  }
  const endMs = endedAt(job);
  const seen = samples.map(({ atMs, percent: value }) => ({ atMs, percent: value }));
  const movedAt = progressOfRunAt(job);
  const last = endMs === undefined ? (movedAt === undefined ? undefined : { atMs: movedAt, percent }) : { atMs: endMs, percent: status === 'COMPLETED' ? 100 : percent };
  const points = [{ atMs: startedAt, percent: 0 }, ...seen, ...(last?.percent === undefined ? [] : [{ atMs: last.atMs, percent: last.percent }])];
  return points.filter(({ atMs }, index) => atMs >= startedAt && (endMs === undefined || atMs <= endMs) && points[index + 1]?.atMs !== atMs);
}

function upcoming(atMs: number | undefined, nowMs: number): number | undefined {
  return atMs !== undefined && atMs > nowMs ? atMs : undefined;
}
