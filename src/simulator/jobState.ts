import type { JobRun, JobScript, Outcome } from './jobScript';
import { percentAt, shareAt } from './progressCurve';

/** impact.com retries a job in ERROR after 15 minutes, and gives up after the fifth try. */
export const RETRY_AFTER_MS = 15 * 60_000;
export const MAX_TRIES = 5;

export type JobStatus = 'QUEUED' | 'RUNNING' | 'COMPLETED' | 'CANCELLED' | 'ERROR' | 'FAILED';

/** The state of a job at one time. Dates are milliseconds since the Unix epoch; undefined ones haven't happened. */
export interface JobState {
  readonly status: JobStatus;
  readonly message: string;
  readonly percentage: number;
  readonly records: number;
  readonly startedAtMs?: number;
  readonly completedAtMs?: number;
  readonly cancelledAtMs?: number;
  readonly failedAtMs?: number;
  readonly abandonedAtMs?: number;
  readonly progressAtMs?: number;
}

/** The state of a run, which depends only on the time. */
export function jobStateAt({ script, queuedAtMs, records }: JobRun, nowMs: number): JobState {
  const firstStartMs = queuedAtMs + script.queueMs;
  if (nowMs < firstStartMs) {
    return { status: 'QUEUED', message: 'Job is queued for processing.', percentage: 0, records: 0 };
  }
  const attempt = attemptAt(script, firstStartMs, nowMs);
  const endMs = attempt.startMs + script.runMs;
  const outcome = attempt.outcome;
  const progressOf = (timeMs: number) => {
    const { percentage, changedMs } = progressAfter(script, timeMs - attempt.startMs, reachOf(outcome));
    return { percentage, records: Math.floor((records * percentage) / 100), progressAtMs: attempt.startMs + changedMs };
  };
  if (nowMs < endMs || outcome.status === 'RUNNING') {
    return {
      status: 'RUNNING',
      message:
        attempt.number > 1
          ? `Job is being processed, try ${attempt.number} of ${MAX_TRIES}.`
          : 'Job is being processed.',
      startedAtMs: attempt.startMs,
      ...(attempt.number > 1 ? { failedAtMs: attempt.startMs - RETRY_AFTER_MS } : {}),
      ...progressOf(nowMs),
    };
  }
  return { startedAtMs: attempt.startMs, ...progressOf(endMs), ...endingOf(outcome, attempt.number, endMs) };
}

interface Attempt {
  readonly number: number;
  readonly startMs: number;
  readonly outcome: Outcome;
}

function attemptAt(script: JobScript, firstStartMs: number, nowMs: number): Attempt {
  if (script.outcome.status !== 'ERROR') {
    return { number: 1, startMs: firstStartMs, outcome: script.outcome };
  }
  const cycleMs = script.runMs + RETRY_AFTER_MS;
  const failedTries = Math.min(script.outcome.failedTries, MAX_TRIES);
  const index = Math.min(
    Math.floor((nowMs - firstStartMs) / cycleMs),
    failedTries === MAX_TRIES ? MAX_TRIES - 1 : failedTries,
  );
  return {
    number: index + 1,
    startMs: firstStartMs + index * cycleMs,
    outcome: index < failedTries ? script.outcome : { status: 'COMPLETED' },
  };
}

function endingOf(
  outcome: Exclude<Outcome, { status: 'RUNNING' }>,
  attempt: number,
  endMs: number,
): Pick<JobState, 'status' | 'message'> & Partial<JobState> {
  switch (outcome.status) {
    case 'COMPLETED':
      return {
        status: 'COMPLETED',
        message: outcome.message ?? 'Job processing completed successfully.',
        completedAtMs: endMs,
      };
    case 'CANCELLED':
      return {
        status: 'CANCELLED',
        message: outcome.message ?? 'Canceled by an administrator.',
        cancelledAtMs: endMs,
      };
    case 'FAILED':
      return {
        status: 'FAILED',
        message: outcome.message,
        failedAtMs: endMs,
        ...(outcome.abandoned ? { abandonedAtMs: endMs } : {}),
      };
    case 'ERROR':
      return attempt < MAX_TRIES
        ? {
            status: 'ERROR',
            message: `${outcome.message} Try ${attempt} of ${MAX_TRIES}; the job will be tried again.`,
            failedAtMs: endMs,
          }
        : { status: 'FAILED', message: `${outcome.message} Gave up after ${MAX_TRIES} tries.`, failedAtMs: endMs };
  }
}

function reachOf(outcome: Outcome): number {
  switch (outcome.status) {
    case 'COMPLETED':
      return 100;
    case 'RUNNING':
      return outcome.atPercent;
    default:
      return outcome.atPercent ?? 40;
  }
}

/** Updates the percentage on each tick of `progressEveryMs`. Its date is the tick on which it last changed. */
function progressAfter(
  script: JobScript,
  elapsedMs: number,
  reachPercent: number,
): { percentage: number; changedMs: number } {
  const tickMs = Math.max(1, Math.min(script.progressEveryMs, script.runMs));
  const share = elapsedMs >= script.runMs ? 1 : (Math.floor(elapsedMs / tickMs) * tickMs) / script.runMs;
  const percentage = Math.floor((percentAt(script.curve, share) * reachPercent) / 100 + 1e-9);
  return { percentage, changedMs: changeOffsetMs(script, percentage, reachPercent, tickMs) };
}

function changeOffsetMs(script: JobScript, percentage: number, reachPercent: number, tickMs: number): number {
  if (percentage === 0 || reachPercent === 0) {
    return 0;
  }
  const reachedMs = shareAt(script.curve, (percentage * 100) / reachPercent) * script.runMs;
  // The end of the run can cut the last tick short. 1e-6 prevents a rounding error from adding a tick.
  return Math.min(Math.ceil(reachedMs / tickMs - 1e-6) * tickMs, script.runMs);
}
