import type { JobEntry } from '../jobs/jobEntry';
import type { Arrangement } from './arrangement';
import { groupRule, type GroupWords } from './grouping';
import { isFiltering, matcherOf } from './jobFilter';
import { sortJobs } from './sortJobs';

/** The texts and names, in the user's language, that jobs are searched and sorted by. */
export interface JobWords extends GroupWords {
  readonly nameOf: (entry: JobEntry) => string;
  /** All texts of a job that a search can find. */
  readonly searchText: (entry: JobEntry) => string;
}

export interface ArrangedGroup {
  readonly id: string;
  readonly entries: readonly JobEntry[];
}

export interface ArrangeOptions {
  readonly arrangement: Arrangement;
  readonly words: JobWords;
  readonly nowMs: number;
  /** Whether to show a job that the filter excludes, because the user asked for it. */
  readonly isAskedFor?: (entry: JobEntry) => boolean;
}

/** Filters, groups, and sorts jobs. Leaves out empty groups. */
export function arrangeJobs(
  entries: Iterable<JobEntry>,
  { arrangement, words, nowMs, isAskedFor = () => false }: ArrangeOptions,
): readonly ArrangedGroup[] {
  const { filter, groupBy, sortBy } = arrangement;
  const matches = isFiltering(filter) ? matcherOf(filter, nowMs, words.searchText) : () => true;
  const rule = groupRule(groupBy, words);
  const groups = new Map<string, JobEntry[]>();
  for (const entry of entries) {
    if ((!entry.isHidden && matches(entry)) || isAskedFor(entry)) {
      const id = rule.idOf(entry);
      const members = groups.get(id);
      if (members === undefined) {
        groups.set(id, [entry]);
      } else {
        members.push(entry);
      }
    }
  }
  return [...groups]
    .map(([id, members]) => ({ id, entries: sortJobs(members, sortBy, { nowMs, ...words }) }))
    .sort((a, b) => rule.compare(a.id, b.id));
}

/** The new groups, except that a group whose jobs are the same objects keeps its identity. */
export function withSameGroups(
  before: readonly ArrangedGroup[],
  now: readonly ArrangedGroup[],
): readonly ArrangedGroup[] {
  const known = new Map(before.map((group) => [group.id, group]));
  const groups = now.map((group) => {
    const same = known.get(group.id);
    return same !== undefined && isSameList(same.entries, group.entries) ? same : group;
  });
  return isSameList(before, groups) ? before : groups;
}

function isSameList<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
