import { type JobEntry, theirNow } from './jobEntry';
import type { Job } from './job';
import { endedAt, endsOf, isActive, isCompleted, isQueued, progressOfRunAt } from './jobState';
import { timeLeft } from './progress';
import { retryOf } from './retries';

/** A period of a job's life. Times are milliseconds since the epoch. */
export interface LifePhase {
  readonly kind: 'queue' | 'run' | 'retryWait';
  readonly fromMs: number;
  /** Undefined while the period lasts. */
  readonly toMs: number | undefined;
}

export interface LifePoint {
  readonly atMs: number;
  readonly percent: number;
  /** Whether polls saw this period. If not, it follows from the job's dates. */
  readonly isSeen: boolean;
}

/** The known part of a job's life, for drawing it to scale. Times are by impact.com's clock. */
export interface JobLife {
  /** Never empty. Each phase begins where the one before ends. */
  readonly phases: readonly LifePhase[];
  /** The percentage during the run, oldest first: the start, the samples, and the end or the latest value. */
  readonly curve: readonly LifePoint[];
  /** When the run should end or the next try should start. Undefined if unknown. */
  readonly nextMs: number | undefined;
}

/** Computes a job's life. Undefined if no period of it is known. */
export function jobLife(entry: JobEntry, nowMs: number): JobLife | undefined {
  const phases = phasesOf(entry, nowMs);
  if (phases.length === 0) {
    return undefined;
  }
  const left = timeLeft(entry, nowMs);
  const nextTryMs = retryOf(entry, nowMs)?.nextAtMs;
  const nextMs = left === undefined ? nextTryMs : nowMs + left;
  return {
    phases,
    curve: curveOf(entry),
    nextMs: nextMs !== undefined && nextMs > nowMs ? theirNow(entry, nextMs) : undefined,
  };
}

/**
 * When the latest earlier run under this ID ended, if the job still has that date. Retries and replays of a Brand's
 * jobs reuse the ID.
 */
export function earlierEndOf(job: Job): number | undefined {
  const { startedAt } = job;
  const ends = endsOf(job);
  const earlier =
    isQueued(job) || startedAt === undefined
      ? ends.filter((end) => end !== endedAt(job))
      : ends.filter((end) => end < startedAt);
  return earlier.length === 0 ? undefined : Math.max(...earlier);
}

function phasesOf(entry: JobEntry, nowMs: number): readonly LifePhase[] {
  const { job, failedTries } = entry;
  const { createdAt, startedAt } = job;
  const hasRunBefore = earlierEndOf(job) !== undefined || (failedTries?.most ?? 1) > 1;
  if (isQueued(job)) {
    // A job that is queued again has no date that says since when.
    return createdAt === undefined || startedAt !== undefined || hasRunBefore
      ? []
      : [{ kind: 'queue', fromMs: createdAt, toMs: undefined }];
  }
  const endMs = endedAt(job);
  if (!isActive(job) && endMs === undefined) {
    return [];
  }
  if (startedAt === undefined || (endMs !== undefined && endMs < startedAt)) {
    return createdAt !== undefined && endMs !== undefined && endMs > createdAt
      ? [{ kind: 'queue', fromMs: createdAt, toMs: endMs }]
      : [];
  }
  const isRetried = endMs !== undefined && retryOf(entry, nowMs) !== undefined;
  return [
    ...(createdAt !== undefined && createdAt <= startedAt && !hasRunBefore
      ? [{ kind: 'queue' as const, fromMs: createdAt, toMs: startedAt }]
      : []),
    { kind: 'run', fromMs: startedAt, toMs: endMs },
    ...(isRetried ? [{ kind: 'retryWait' as const, fromMs: endMs, toMs: undefined }] : []),
  ];
}

function curveOf({ job, samples }: JobEntry): readonly LifePoint[] {
  const { startedAt, percent } = job;
  if (startedAt === undefined || isQueued(job)) {
    return [];
  }
  const endMs = endedAt(job);
  const lastMs = endMs ?? progressOfRunAt(job);
  const lastPercent = isCompleted(job) ? 100 : percent;
  const points: readonly LifePoint[] = [
    { atMs: startedAt, percent: 0, isSeen: false },
    ...samples.map((sample) => ({ atMs: sample.atMs, percent: sample.percent, isSeen: true })),
    ...(lastMs === undefined || lastPercent === undefined
      ? []
      : [{ atMs: lastMs, percent: lastPercent, isSeen: samples.length > 0 }]),
  ];
  const isInRun = ({ atMs }: LifePoint): boolean => atMs >= startedAt && (endMs === undefined || atMs <= endMs);
  // The later of two points at one time is the job's final state at that time.
  return points.filter((point, index) => isInRun(point) && points[index + 1]?.atMs !== point.atMs);
}
