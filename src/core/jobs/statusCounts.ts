import type { Job } from './job';
import { isActive } from './jobState';
import type { Snapshot } from './snapshot';
import { STATUSES } from './statuses';

/** How many jobs of all accounts have one status. */
export interface StatusCount {
  /** A job with this status: an unknown status has its name from there. */
  readonly job: Job;
  readonly count: number;
}

export interface UnfinishedCounts {
  readonly running: number;
  readonly queued: number;
  /** Other unfinished statuses, one for each of the tree's groups, in the tree's order. */
  readonly others: readonly StatusCount[];
}

/**
 * Counts the unfinished jobs by the groups that the tree shows, so that every place tells the same numbers. Jobs that the
 * user has hidden are not counted; the filter, which hides jobs for a while only, changes nothing.
 */
export function countUnfinished({ accounts }: Snapshot): UnfinishedCounts {
  const byStage = { running: 0, queued: 0 };
  const others = new Map<string, StatusCount>();
  for (const { id, entries } of accounts.flatMap(({ groups }) => groups)) {
    const [first] = entries;
    if (first === undefined || !isActive(first.job)) {
      continue;
    }
    const count = entries.filter(({ isHidden }) => !isHidden).length;
    const { stage } = STATUSES[first.job.status];
    if (stage === 'running' || stage === 'queued') {
      byStage[stage] += count;
    } else if (count > 0) {
      others.set(id, { job: first.job, count: count + (others.get(id)?.count ?? 0) });
    }
  }
  return { ...byStage, others: [...others].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value) };
}
