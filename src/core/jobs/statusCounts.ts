import type { Job } from './job';
import type { JobList } from './jobList';
import { isActive, isFailed } from './jobState';
import type { AccountSnapshot, Snapshot } from './snapshot';
import { STATUSES } from './statuses';

/** The number of jobs with one status, in all accounts. */
export interface StatusCount {
  /** A job with this status. An unknown status takes its name from here. */
  readonly job: Job;
  readonly count: number;
}

export interface UnfinishedCounts {
  readonly running: number;
  readonly queued: number;
  /** Other unfinished statuses, one per group of the tree, in the tree's order. */
  readonly others: readonly StatusCount[];
}

/**
 * Counts the unfinished jobs by the tree's groups, so that every place shows the same numbers. Leaves out hidden jobs
 * and ignores the filter.
 */
export function countUnfinished({ accounts }: Snapshot): UnfinishedCounts {
  const byStage = { running: 0, queued: 0 };
  const others = new Map<string, StatusCount>();
  const groups = accounts.flatMap(({ groups: own, hiddenCount }) => own.map((group) => ({ ...group, hiddenCount })));
  for (const { id, entries, hiddenCount } of groups) {
    const { first } = entries;
    if (first === undefined || !isActive(first.job)) {
      continue;
    }
    const count = shownCount(entries, hiddenCount);
    const { stage } = STATUSES[first.job.status];
    if (stage === 'running' || stage === 'queued') {
      byStage[stage] += count;
    } else if (count > 0) {
      others.set(id, { job: first.job, count: count + (others.get(id)?.count ?? 0) });
    }
  }
  return { ...byStage, others: [...others].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value) };
}

/** The number of an account's failed jobs that aren't hidden, as in the tree's groups. */
export function countFailed({ groups, hiddenCount }: Pick<AccountSnapshot, 'groups' | 'hiddenCount'>): number {
  return groups
    .filter(({ entries: { first } }) => first !== undefined && isFailed(first.job))
    .reduce((sum, { entries }) => sum + shownCount(entries, hiddenCount), 0);
}

function shownCount(entries: JobList, hiddenCount: number): number {
  return hiddenCount === 0 ? entries.length : [...entries].filter(({ isHidden }) => !isHidden).length;
}
