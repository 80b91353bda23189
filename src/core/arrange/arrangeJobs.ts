import type { JobEntry } from '../jobs/jobEntry';
import type { GroupOrder, JobGroup } from '../jobs/jobGroups';
import { groupAll, regroup } from '../jobs/regroup';
import type { EntryChange } from '../jobs/snapshot';
import type { Arrangement } from './arrangement';
import { groupRule, type GroupWords } from './grouping';
import { isFiltering, matcherOf } from './jobFilter';
import { jobOrder } from './sortJobs';

/** The texts and names, in the user's language, that jobs are searched and sorted by. */
export interface JobWords extends GroupWords {
  readonly nameOf: (entry: JobEntry) => string;
  /** All texts of a job that a search can find. */
  readonly searchText: (entry: JobEntry) => string;
}

export interface ArrangeOptions {
  readonly arrangement: Arrangement;
  readonly words: JobWords;
  readonly nowMs: number;
  /** Whether to show a job that the filter excludes, because the user asked for it. */
  readonly isAskedFor?: (entry: JobEntry) => boolean;
}

/** Filters, groups, and sorts jobs. Leaves out empty groups. */
export function arrangeJobs(entries: Iterable<JobEntry>, options: ArrangeOptions): readonly JobGroup[] {
  return groupAll(entries, orderOf(options), isShownBy(options));
}

/**
 * The groups after `changes`, at little more than the cost of the changes. Undefined if all jobs have to be arranged
 * again, because the order of the others depends on the time.
 */
export function rearrangeJobs(
  groups: readonly JobGroup[],
  changes: readonly EntryChange[],
  options: ArrangeOptions,
): readonly JobGroup[] | undefined {
  return options.arrangement.sortBy === 'duration'
    ? undefined
    : regroup(groups, changes, orderOf(options), isShownBy(options));
}

function orderOf({ arrangement: { groupBy, sortBy }, words, nowMs }: ArrangeOptions): GroupOrder {
  const { idOf, compareIds } = groupRule(groupBy, words);
  return { idOf, compareIds, ...jobOrder(sortBy, { nowMs, ...words }) };
}

function isShownBy({
  arrangement: { filter },
  words,
  nowMs,
  isAskedFor = () => false,
}: ArrangeOptions): (entry: JobEntry) => boolean {
  const matches = isFiltering(filter) ? matcherOf(filter, nowMs, words.searchText) : () => true;
  return (entry) => (!entry.isHidden && matches(entry)) || isAskedFor(entry);
}

/** The new groups, except that a group whose jobs are the same objects keeps its identity. */
export function withSameGroups(before: readonly JobGroup[], now: readonly JobGroup[]): readonly JobGroup[] {
  const known = new Map(before.map((group) => [group.id, group]));
  const groups = now.map((group) => {
    const same = known.get(group.id);
    return same !== undefined && group.entries.changedSince(same.entries)?.length === 0 ? same : group;
  });
  return isSameList(before, groups) ? before : groups;
}

function isSameList<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
