import { newestFirst } from '../jobs/jobGroups';
import type { TextOrder } from '../rows/textOrder';
import type { JobEntry } from '../jobs/jobEntry';
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
 * Sorts jobs: newest first, longest first, largest first, or by name. The size is the number of records or, if that's
 * equal or unknown, the size of the downloaded file. Unknown values come last, and equal ones are sorted newest first.
 */
export function sortJobs(
  entries: readonly JobEntry[],
  sorting: Sorting,
  { nowMs, nameOf, order }: SortOptions,
): readonly JobEntry[] {
  switch (sorting) {
    case 'newest':
      return [...entries].sort(newestFirst);
    case 'duration':
      return sortedBy(
        entries,
        ({ job }) => runDuration(job, nowMs) ?? -1,
        (a, b) => b - a,
      );
    case 'size':
      return sortedBy(
        entries,
        ({ job, download }) => [job.recordsProcessed ?? -1, download?.sizeBytes ?? -1] as const,
        (a, b) => b[0] - a[0] || b[1] - a[1],
      );
    case 'name':
      return sortedBy(entries, nameOf, order);
  }
}

/** Reads the sort key of each job only once. */
function sortedBy<K>(
  entries: readonly JobEntry[],
  keyOf: (entry: JobEntry) => K,
  compare: (a: K, b: K) => number,
): readonly JobEntry[] {
  return entries
    .map((entry) => ({ entry, key: keyOf(entry) }))
    .sort((a, b) => compare(a.key, b.key) || newestFirst(a.entry, b.entry))
    .map(({ entry }) => entry);
}
