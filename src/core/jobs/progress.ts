import { expectEnd } from './expectEnd';
import type { Job } from './job';
import type { JobEntry, ProgressSample } from './jobEntry';
import { isQueued, isRunning, progressOfRunAt } from './jobState';

/** Enough to draw the curve of a long job. When it's full, every second sample is dropped. */
const MAX_SAMPLES = 120;
/** The number of latest samples that determine the usual pause between two. */
const PAUSE_SAMPLES = 8;
/** How long a countdown continues without news, as a minimum and as a multiple of the usual pause. Then it stops. */
const MIN_COUNTING_MS = 60_000;
const COUNTING_PAUSES = 1.5;
/** How long an expected end stays valid without news, as a minimum and as a multiple of the usual pause. */
const MIN_PATIENCE_MS = 5 * 60_000;
const PATIENCE_PAUSES = 4;
/** A running job is called stalled after its percentage hasn't changed for this long. */
const STALL_AFTER_MS = 10 * 60_000;
/** After this long past its expected end, the expectation was wrong. */
const OVERDUE_MS = 60_000;

type Moving = Pick<JobEntry, 'job' | 'samples' | 'clockAheadMs'>;

/** Adds the job's progress to the samples. Returns the same array if it adds nothing. */
export function addSample(samples: readonly ProgressSample[], job: Job, seenAtMs: number): readonly ProgressSample[] {
  if (!isRunning(job) || job.percent === undefined) {
    return isQueued(job) && samples.length > 0 ? [] : samples;
  }
  const last = samples.at(-1);
  if (last !== undefined && last.percent === job.percent) {
    return samples;
  }
  const { percent, recordsProcessed: records } = job;
  const atMs = progressOfRunAt(job) ?? seenAtMs;
  if (last === undefined || percent < last.percent || isOfEarlierRun(last, job)) {
    return [{ percent, records, atMs, seenAtMs, endAtMs: undefined }];
  }
  const kept = samples.length < MAX_SAMPLES ? samples : samples.filter((_, index) => index % 2 === 1);
  const endAtMs = expectEnd(kept, { percent, records, atMs, seenAtMs });
  return [...kept, { percent, records, atMs, seenAtMs, endAtMs }];
}

/** Whether the sample is from before a replay under the same ID. Compares only times of the server's clock. */
function isOfEarlierRun(sample: ProgressSample, { startedAt, progressAt }: Job): boolean {
  return startedAt !== undefined && progressAt !== undefined && startedAt > sample.atMs;
}

/**
 * The time left in ms, 0 or more. Undefined if unknown: too few samples, no progress for far longer than usual, or the
 * job should have ended. Counts down steadily between two samples, but stops if the next one is late.
 */
export function timeLeft({ job, samples }: Pick<JobEntry, 'job' | 'samples'>, nowMs: number): number | undefined {
  const last = samples.at(-1);
  if (!isRunning(job) || last?.endAtMs === undefined) {
    return undefined;
  }
  const quietMs = Math.max(0, nowMs - last.seenAtMs);
  const pauseMs = usualPause(samples);
  if (nowMs > last.endAtMs + OVERDUE_MS || quietMs > Math.max(MIN_PATIENCE_MS, PATIENCE_PAUSES * pauseMs)) {
    return undefined;
  }
  const countedMs = Math.min(quietMs, Math.max(MIN_COUNTING_MS, COUNTING_PAUSES * pauseMs));
  return Math.max(0, last.endAtMs - last.seenAtMs - countedMs);
}

/**
 * How long the percentage of a running job hasn't changed, in ms. Undefined while that is too short to mention or
 * nothing says so.
 */
export function stalledFor(entry: Moving, nowMs: number): number | undefined {
  const movedAt = movedAtMs(entry);
  const still = movedAt === undefined || !isRunning(entry.job) ? 0 : nowMs - movedAt;
  return still >= STALL_AFTER_MS ? still : undefined;
}

/** When the percentage last changed, by this machine's clock. */
function movedAtMs({ job, samples, clockAheadMs }: Moving): number | undefined {
  const [first, last] = [samples[0], samples.at(-1)];
  // Without a date, a percentage above 0 has changed at any time before it was first seen.
  const statedAtMs = progressOfRunAt(job) ?? (job.percent === 0 ? job.startedAt : undefined);
  const seenAtMs = first === last && statedAtMs !== undefined ? undefined : last?.seenAtMs;
  const times = [seenAtMs, statedAtMs === undefined ? undefined : statedAtMs - clockAheadMs];
  const known = times.filter((timeMs) => timeMs !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}

/** The longest recent pause between two samples, in ms by this machine's clock. */
function usualPause(samples: readonly ProgressSample[]): number {
  let longest = 0;
  for (let index = Math.max(1, samples.length - PAUSE_SAMPLES); index < samples.length; index++) {
    longest = Math.max(longest, (samples[index]?.seenAtMs ?? 0) - (samples[index - 1]?.seenAtMs ?? 0));
  }
  return longest;
}
