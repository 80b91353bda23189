import { newestFirst } from '../jobs/jobGroups';
import type { TextOrder } from '../rows/textOrder';
import type { JobEntry } from '../jobs/jobEntry';
import { runDuration } from '../jobs/jobState';

export const SORTINGS = ['newest', 'duration', 'size', 'name'] as const;
export type Sorting = (typeof SORTINGS)[number];

export interface SortOptions {
  readonly nowMs: number;
  readonly nameOf: (entry: JobEntry) => string;
  /** How names follow each other. */
  readonly order: TextOrder;
}

/**
 * The jobs in order: newest first, longest first, largest first (by records, where these are equal or unknown by the
 * size of the downloaded file), or by name. What is unknown comes last, and equals come newest first.
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

/** What is compared is read from each job once. */
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
