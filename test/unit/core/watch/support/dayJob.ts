import type { Job } from '../../../../../src/core/jobs/job';
import { aJob } from '../../../../support/aJob';

/** impact.com tries a job in error again after this long. */
export const RETRY_EVERY_MS = 15 * 60_000;
const TRY_MS = 4 * 60_000;

/** A job's life. Times are since the start of the day. */
export interface DayJob {
  readonly createdMs: number;
  readonly queueMs: number;
  readonly runMs: number;
  readonly runsAs: 'RUNNING' | 'UNKNOWN';
  readonly endsAs: 'COMPLETED' | 'FAILED' | 'CANCELLED' | 'ERROR';
  /** For a job that ends in error: whether impact.com tries again, successfully. */
  readonly isTriedAgain: boolean;
}

export function endOf({ createdMs, queueMs, runMs }: DayJob): number {
  return createdMs + queueMs + runMs;
}

const END_DATES = { COMPLETED: 'completedAt', FAILED: 'failedAt', CANCELLED: 'cancelledAt' } as const;

/** The job in impact.com's list at a time. Undefined before it is created. */
export function jobAt(dayJob: DayJob, id: string, atMs: number, dayStartMs: number): Job | undefined {
  const { createdMs, queueMs, runsAs, endsAs, isTriedAgain } = dayJob;
  const endMs = endOf(dayJob);
  const createdAt = dayStartMs + createdMs;
  const startedAt = createdAt + queueMs;
  const endedAt = dayStartMs + endMs;
  if (atMs < createdMs) {
    return undefined;
  }
  if (atMs < createdMs + queueMs) {
    return aJob({ id, status: 'QUEUED', createdAt });
  }
  if (atMs < endMs) {
    return aJob({ id, status: runsAs, statusText: runsAs === 'UNKNOWN' ? 'ON_HOLD' : runsAs, createdAt, startedAt });
  }
  if (endsAs !== 'ERROR') {
    return aJob({
      id,
      status: endsAs,
      createdAt,
      startedAt,
      [END_DATES[endsAs]]: endedAt,
    });
  }
  const tryMs = endMs + RETRY_EVERY_MS;
  if (!isTriedAgain || atMs < tryMs) {
    return aJob({ id, status: 'ERROR', createdAt, startedAt, failedAt: endedAt });
  }
  const again = { id, createdAt, startedAt: dayStartMs + tryMs, failedAt: endedAt };
  return atMs < tryMs + TRY_MS
    ? aJob({ ...again, status: 'RUNNING' })
    : aJob({ ...again, status: 'COMPLETED', completedAt: dayStartMs + tryMs + TRY_MS });
}
