import { hasOwnId, type Job } from './job';
import { groupIdOf } from './jobGroups';
import type { EntryChange, Transition } from './snapshot';

const MS_PER_HOUR = 3_600_000;
/** How far the server's clock may be from this one before a date is taken for a mistake. */
const MAX_SKEW_MS = 24 * MS_PER_HOUR;

/**
 * The changes that are news: jobs whose status changed, and jobs created since the newest of the last list
 * (`newestMs`), for a longer look-back brings old ones into the list.
 */
export function transitionsOf(changes: readonly EntryChange[], newestMs: number): Transition[] {
  const transitions: Transition[] = [];
  for (const { before, after } of changes) {
    // The row that stands third in two lists need not be one job.
    if (after === undefined || !hasOwnId(after.job)) {
      continue;
    }
    if (before === undefined) {
      // Dates have seconds alone, so a job of the same second may be new.
      if (after.job.createdAt !== undefined && after.job.createdAt >= newestMs) {
        transitions.push({ entry: after, from: undefined });
      }
    } else if (before.job.status !== after.job.status || groupIdOf(before.job) !== groupIdOf(after.job)) {
      transitions.push({ entry: after, from: groupIdOf(before.job) });
    }
  }
  return transitions;
}

/**
 * The newest creation date of a list and those before it (`previousMs`). Where there is none, an hour ago: a job that is
 * older was outside the list's window, one that is younger is new, even by a clock that goes wrong.
 */
export function newestCreation(jobs: readonly Job[], nowMs: number, previousMs: number | undefined): number {
  let newest = previousMs;
  for (const { createdAt } of jobs) {
    if (createdAt !== undefined && (newest === undefined || createdAt > newest) && createdAt < nowMs + MAX_SKEW_MS) {
      newest = createdAt;
    }
  }
  return newest ?? nowMs - MS_PER_HOUR;
}
