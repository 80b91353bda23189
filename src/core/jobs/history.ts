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

/** The newest jobs that can become history, up to the maximum. The newest comes first. */
export function remembered<Seen extends { readonly job: Job }>(seen: readonly Seen[], nowMs: number): readonly Seen[] {
  return seen
    .filter(({ job }) => isRemembered(job, nowMs))
    .sort((a, b) => (b.job.createdAt ?? 0) - (a.job.createdAt ?? 0))
    .slice(0, MAX_JOBS);
}

function isRemembered(job: Job, nowMs: number): boolean {
  return hasOwnId(job) && !canStillChange(job, nowMs) && nowMs - (job.createdAt ?? 0) <= MAX_AGE_MS;
}

/** What changes in the list do to the history. */
export interface Leaving {
  readonly history: ReadonlyMap<string, JobEntry>;
  /** The jobs that are in the list again, or too old or too many. */
  readonly removed: readonly EntryChange[];
  /** The jobs that have left the list. */
  readonly added: readonly EntryChange[];
}

/** The history after changes in the list. Looks for jobs that are too old only when a job leaves the list. */
export function afterLeaving(
  { history, sync }: AccountSnapshot,
  changes: readonly EntryChange[],
  nowMs: number,
): Leaving {
  const lastSeenAtMs = lastGoodAt(sync) ?? nowMs;
  const left: JobEntry[] = [];
  const again = new Set<string>();
  for (const { before, after } of changes) {
    if (after !== undefined && history.has(after.job.id)) {
      again.add(after.job.id);
    }
    if (after === undefined && before !== undefined && isHistory(before.job, nowMs)) {
      left.push({ ...before, lastSeenAtMs });
    }
  }
  if (again.size === 0 && changes.every(({ after }) => after !== undefined)) {
    return { history, removed: [], added: [] };
  }
  const stayed = [...history.values()].filter(({ job }) => !again.has(job.id));
  const next = new Map(remembered([...stayed, ...left], nowMs).map((entry) => [entry.job.id, entry]));
  return {
    history: next,
    removed: [...history.values()]
      .filter(({ job }) => !next.has(job.id))
      .map((before) => ({ before, after: undefined })),
    added: left.filter(({ job }) => next.has(job.id)).map((after) => ({ before: undefined, after })),
  };
}
