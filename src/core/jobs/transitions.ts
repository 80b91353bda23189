import { hasOwnId, type Job } from './job';
import { groupIdOf } from './jobGroups';
import type { EntryChange, Transition } from './snapshot';

const MS_PER_HOUR = 3_600_000;
/** The largest believable difference between the server's clock and this one. */
const MAX_SKEW_MS = 24 * MS_PER_HOUR;

/**
 * The changes that are news: jobs whose status changed, and jobs created since `newestMs`, the newest of the last list.
 * A longer period also adds old jobs to the list, which aren't news.
 */
export function transitionsOf(changes: readonly EntryChange[], newestMs: number): Transition[] {
  const transitions: Transition[] = [];
  for (const { before, after } of changes) {
    // Rows without an ID have names such as "row 3", which can be different jobs in two lists.
    if (after === undefined || !hasOwnId(after.job)) {
      continue;
    }
    if (before === undefined) {
      // Dates have no fractions of a second, so a job of the same second can be new.
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
 * The newest creation date in this list and earlier ones (`previousMs`). If there is none, an hour ago: older jobs were
 * outside the list's period, and younger ones are new, even if a clock is wrong.
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
