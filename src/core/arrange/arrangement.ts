import { fieldsOf } from '../isRecord';
import { type Grouping, GROUPINGS } from './grouping';
import { type JobFilter, NO_FILTER } from './jobFilter';
import { type Sorting, SORTINGS } from './sortJobs';

/** Which jobs are shown, in which groups, and in which order. */
export interface Arrangement {
  readonly filter: JobFilter;
  readonly groupBy: Grouping;
  readonly sortBy: Sorting;
  /** Whether several accounts each have their own groups. Otherwise, the groups hold the jobs of all accounts. */
  readonly isByAccount: boolean;
}

export const DEFAULT_ARRANGEMENT: Arrangement = {
  filter: NO_FILTER,
  groupBy: 'status',
  sortBy: 'newest',
  isByAccount: true,
};

/** Reads a stored arrangement, or one from a script. Uses the default for anything invalid. */
export function decodeArrangement(value: unknown): Arrangement {
  const { filter, groupBy, sortBy, isByAccount } = fieldsOf(value);
  return {
    filter: decodeFilter(filter),
    groupBy: GROUPINGS.find((grouping) => grouping === groupBy) ?? DEFAULT_ARRANGEMENT.groupBy,
    sortBy: SORTINGS.find((sorting) => sorting === sortBy) ?? DEFAULT_ARRANGEMENT.sortBy,
    isByAccount: isByAccount !== false,
  };
}

export function decodeFilter(value: unknown): JobFilter {
  const { text, accounts, types, programs, statuses, days, isListedOnly } = fieldsOf(value);
  return {
    text: typeof text === 'string' ? text : '',
    accounts: stringsOf(accounts),
    types: stringsOf(types),
    programs: stringsOf(programs),
    statuses: stringsOf(statuses).map((status) => status.toUpperCase()),
    days: typeof days === 'number' && Number.isFinite(days) && days > 0 ? days : undefined,
    isListedOnly: isListedOnly === true,
  };
}

function stringsOf(value: unknown): readonly string[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items.filter((item) => typeof item === 'string');
}
