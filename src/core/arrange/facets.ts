import { groupIdOf, rankOfGroup } from '../jobs/jobGroups';
import type { JobEntry } from '../jobs/jobEntry';
import { lastChangeAt } from '../jobs/jobState';

const MS_PER_DAY = 86_400_000;
const DAYS = [1, 3, 7, 30, 90];

export interface Facet {
  readonly value: string;
  /** The number of jobs with this value. */
  readonly count: number;
}

/** The values that jobs can be filtered by. */
export interface Facets {
  /** In the order of the groups. */
  readonly statuses: readonly Facet[];
  /** Most frequent first, by account ID. */
  readonly accounts: readonly Facet[];
  readonly types: readonly Facet[];
  readonly programs: readonly Facet[];
}

export function facetsOf(entries: Iterable<JobEntry>): Facets {
  const [accounts, statuses, types, programs] = [
    new Map<string, number>(),
    new Map<string, number>(),
    new Map<string, number>(),
    new Map<string, number>(),
  ];
  for (const { job, accountId } of entries) {
    count(accounts, accountId);
    count(statuses, groupIdOf(job));
    count(types, job.type);
    count(programs, job.programId);
  }
  return {
    statuses: facets(statuses).sort((a, b) => rankOfGroup(a.value) - rankOfGroup(b.value)),
    accounts: facets(accounts).sort(mostFrequentFirst),
    types: facets(types).sort(mostFrequentFirst),
    programs: facets(programs).sort(mostFrequentFirst),
  };
}

/**
 * The numbers of days to choose from, up to the first that includes all jobs. The list goes back `lookbackDays`, and
 * the history further.
 */
export function daysReached(entries: readonly JobEntry[], lookbackDays: number, nowMs: number): readonly number[] {
  const oldestAt = entries.reduce((oldest, { job }) => Math.min(oldest, lastChangeAt(job) ?? oldest), nowMs);
  const reachDays = Math.max(lookbackDays, (nowMs - oldestAt) / MS_PER_DAY);
  return DAYS.filter((_, index) => (DAYS[index - 1] ?? 0) < reachDays);
}

function count(counts: Map<string, number>, value: string): void {
  counts.set(value, (counts.get(value) ?? 0) + 1);
}

function facets(counts: ReadonlyMap<string, number>): Facet[] {
  return [...counts].map(([value, times]) => ({ value, count: times }));
}

function mostFrequentFirst(a: Facet, b: Facet): number {
  return b.count - a.count || (a.value < b.value ? -1 : 1);
}
