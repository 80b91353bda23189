import { hasOwnId, type Job } from './job';
import type { JobEntry } from './jobEntry';
import { canStillChange } from './jobState';
import { type AccountSnapshot, type EntryChange, lastGoodAt } from './snapshot';

const MS_PER_DAY = 86_400_000;
/** The list covers at least a day, so a job that leaves it sooner isn't too old for it. */
const MIN_AGE_MS = MS_PER_DAY;
/** impact.com keeps results for about this long. */
const MAX_AGE_MS = 90 * MS_PER_DAY;
/** 90 days of 300 jobs a day, and a week of them in the list. */
const MAX_JOBS = 30_000;

export const NO_HISTORY: ReadonlyMap<string, JobEntry> = new Map();

/** A job as the latest list with it showed it, and when that was. */
export interface SeenJob {
  readonly job: Job;
  readonly lastSeenAtMs: number;
}

/**
 * Whether a job is remembered because it became too old for the list. A job that was still active isn't: its end is
 * unknown, and nothing is made up.
 */
export function isHistory(job: Job, nowMs: number): boolean {
  return isRemembered(job, nowMs) && nowMs - (job.createdAt ?? nowMs) >= MIN_AGE_MS;
}

/** The newest jobs that can become history, up to the maximum. */
export function remembered(seen: readonly SeenJob[], nowMs: number): readonly SeenJob[] {
  return seen
    .filter(({ job }) => isRemembered(job, nowMs))
    .sort((a, b) => (b.job.createdAt ?? 0) - (a.job.createdAt ?? 0))
    .slice(0, MAX_JOBS);
}

function isRemembered(job: Job, nowMs: number): boolean {
  return hasOwnId(job) && !canStillChange(job, nowMs) && nowMs - (job.createdAt ?? 0) <= MAX_AGE_MS;
}

/**
 * The account's history plus the jobs that have left the list, minus those that are in the list again or have become
 * too old or too many.
 */
export function withLeaving(
  { history, sync }: AccountSnapshot,
  changes: readonly EntryChange[],
  nowMs: number,
): ReadonlyMap<string, JobEntry> {
  const lastSeenAtMs = lastGoodAt(sync) ?? nowMs;
  let next: Map<string, JobEntry> | undefined;
  for (const { before, after } of changes) {
    if (after !== undefined && before === undefined && history.has(after.job.id)) {
      next ??= new Map(history);
      next.delete(after.job.id);
    } else if (after === undefined && before !== undefined && isHistory(before.job, nowMs)) {
      next ??= new Map(history);
      next.set(before.job.id, { ...before, lastSeenAtMs });
    }
  }
  return changes.length === 0 ? history : newest(next ?? history, nowMs);
}

function newest(history: ReadonlyMap<string, JobEntry>, nowMs: number): ReadonlyMap<string, JobEntry> {
  if (history.size <= MAX_JOBS && areAllRemembered(history, nowMs)) {
    return history;
  }
  const kept = [...history]
    .filter(([, { job }]) => isRemembered(job, nowMs))
    .sort(([, a], [, b]) => (b.job.createdAt ?? 0) - (a.job.createdAt ?? 0));
  return new Map(kept.slice(0, MAX_JOBS));
}

function areAllRemembered(history: ReadonlyMap<string, JobEntry>, nowMs: number): boolean {
  for (const { job } of history.values()) {
    if (!isRemembered(job, nowMs)) {
      return false;
    }
  }
  return true;
}
