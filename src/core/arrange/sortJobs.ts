import { BY_STATUS, newestCreatedFirst } from '../jobs/jobGroups';
import type { TextOrder } from '../rows/textOrder';
import { type JobEntry, theirNow } from '../jobs/jobEntry';
import type { JobOrder } from '../jobs/jobList';
import { runDuration } from '../jobs/jobState';

export const SORTINGS = ['newest', 'duration', 'size', 'name'] as const;
export type Sorting = (typeof SORTINGS)[number];

export interface SortOptions {
  readonly nowMs: number;
  readonly nameOf: (entry: JobEntry) => string;
  /** The order of names. */
  readonly order: TextOrder;
}

/**
 * The order of a sorting: newest first, longest first, largest first, or by name. The size is the number of records or,
 * if that's equal or unknown, the size of the downloaded file. Unknown values come last, and equal ones are sorted
 * by when they were created, newest first. Reads the sort key of each job only once when it sorts.
 */
export function jobOrder(sorting: Sorting, { nowMs, nameOf, order }: SortOptions): JobOrder {
  switch (sorting) {
    case 'newest':
      return { compare: BY_STATUS.compare, sort: BY_STATUS.sort };
    case 'duration':
      return orderBy(
        (entry) => runDuration(entry.job, theirNow(entry, nowMs)) ?? -1,
        (a, b) => b - a,
      );
    case 'size':
      return orderBy(
        ({ job, download }) => [job.recordsProcessed ?? -1, download?.sizeBytes ?? -1] as const,
        (a, b) => b[0] - a[0] || b[1] - a[1],
      );
    case 'name':
      return orderBy(nameOf, order);
  }
}

interface Keyed<K> {
  readonly entry: JobEntry;
  readonly key: K;
}

function orderBy<K>(keyOf: (entry: JobEntry) => K, compareKeys: (a: K, b: K) => number): JobOrder {
  const keyed = (entry: JobEntry): Keyed<K> => ({ entry, key: keyOf(entry) });
  const compare = (a: Keyed<K>, b: Keyed<K>): number =>
    compareKeys(a.key, b.key) || newestCreatedFirst(a.entry, b.entry);
  return {
    compare: (a, b) => compare(keyed(a), keyed(b)),
    sort: (entries) =>
      entries
        .map(keyed)
        .sort(compare)
        .map(({ entry }) => entry),
  };
}
