import { expectEnd } from './expectEnd';
import type { Job } from './job';
import type { JobEntry, ProgressSample } from './jobEntry';
import { isQueued, isRunning, progressOfRunAt } from './jobState';

/** Enough to draw the curve of a long job; when full, every second one is dropped. */
const MAX_SAMPLES = 120;
/** Over how many of the latest samples the usual pause between two is looked for. */
const PAUSE_SAMPLES = 8;
/** How long a countdown runs on without news at least, and in usual pauses; then it stands. */
const MIN_COUNTING_MS = 60_000;
const COUNTING_PAUSES = 1.5;
/** How long without news until an expectation is worth nothing any more, at least and in usual pauses. */
const MIN_PATIENCE_MS = 5 * 60_000;
const PATIENCE_PAUSES = 4;
/** A job that should have ended this long ago has not done what was expected of it. */
const OVERDUE_MS = 60_000;

/** The samples with what this look at the job adds; the same array where it adds nothing. */
export function addSample(samples: readonly ProgressSample[], job: Job, seenAtMs: number): readonly ProgressSample[] {
  if (!isRunning(job) || job.percent === undefined) {
    return isQueued(job) && samples.length > 0 ? [] : samples;
  }
  const last = samples.at(-1);
  if (last !== undefined && last.percent === job.percent) {
    return samples;
  }
  const sample = {
    percent: job.percent,
    records: job.recordsProcessed,
    atMs: progressOfRunAt(job) ?? seenAtMs,
    seenAtMs,
  };
  if (last === undefined || job.percent < last.percent || isOfEarlierRun(last, job)) {
    return [{ ...sample, endAtMs: undefined }];
  }
  const kept = samples.length < MAX_SAMPLES ? samples : samples.filter((_, index) => index % 2 === 1);
  return [...kept, { ...sample, endAtMs: expectEnd(kept, sample) }];
}

/** After a replay under the same id, between two looks. Told by the server's clock alone. */
function isOfEarlierRun(sample: ProgressSample, { startedAt, progressAt }: Job): boolean {
  return startedAt !== undefined && progressAt !== undefined && startedAt > sample.atMs;
}

/**
 * The time left in ms, 0 or more; undefined while it cannot be known: too little has been seen, the percentage has not
 * moved for far longer than usual, or the job should have ended by now. Between two samples it counts down steadily, but
 * not past what the next sample is waited for.
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

/** The longest of the latest pauses between two samples, as they were seen here. */
function usualPause(samples: readonly ProgressSample[]): number {
  let longest = 0;
  for (let index = Math.max(1, samples.length - PAUSE_SAMPLES); index < samples.length; index++) {
    longest = Math.max(longest, (samples[index]?.seenAtMs ?? 0) - (samples[index - 1]?.seenAtMs ?? 0));
  }
  return longest;
}
