import type { Job } from './job';
import type { JobEntry, ProgressSample } from './jobEntry';
import { progressOfRunAt } from './jobState';

/** Enough to draw the curve of a long job; when full, every second one is dropped. */
const MAX_SAMPLES = 120;
/** How far back the rate looks: over too few samples a countdown jumps about, over too many it is slow to learn. */
const RATE_SAMPLES = 8;

/** The samples with what this look at the job adds; the same array where it adds nothing. */
export function addSample(samples: readonly ProgressSample[], job: Job, seenAtMs: number): readonly ProgressSample[] {
  if (job.status !== 'RUNNING' || job.percent === undefined) {
    return job.status === 'QUEUED' && samples.length > 0 ? [] : samples;
  }
  const last = samples.at(-1);
  if (last !== undefined && last.percent === job.percent) {
    return samples;
  }
  const sample = { percent: job.percent, records: job.recordsProcessed, atMs: progressOfRunAt(job) ?? seenAtMs, seenAtMs };
  if (last !== undefined && (job.percent < last.percent || isOfEarlierRun(last, job))) {
    return [sample];
  }
  const kept = samples.length < MAX_SAMPLES ? samples : samples.filter((_, index) => index % 2 === 1);
  return [...kept, sample];
}

/** After a replay under the same id, between two looks. Told by the server's clock alone. */
function isOfEarlierRun(sample: ProgressSample, { startedAt, progressAt }: Job): boolean {
  return startedAt !== undefined && progressAt !== undefined && startedAt > sample.atMs;
}

/** The time left in ms, from the latest progress samples; undefined while there are too few to tell, or none moves. */
export function timeLeft({ job, samples }: Pick<JobEntry, 'job' | 'samples'>, nowMs: number): number | undefined {
  const last = samples.at(-1);
  const first = samples.at(-RATE_SAMPLES) ?? samples[0];
  if (job.status !== 'RUNNING' || last === undefined || first === undefined || last === first) {
    return undefined;
  }
  const percentPerMs = (last.percent - first.percent) / (last.atMs - first.atMs);
  if (!(percentPerMs > 0) || !Number.isFinite(percentPerMs)) {
    return undefined;
  }
  return Math.max(0, (100 - last.percent) / percentPerMs - (nowMs - last.seenAtMs));
}
