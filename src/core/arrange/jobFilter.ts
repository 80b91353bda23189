import { groupIdOf } from '../jobs/jobGroups';
import type { JobEntry } from '../jobs/jobEntry';
import { lastChangeAt } from '../jobs/jobState';

const MS_PER_DAY = 86_400_000;

/** Which jobs are shown. A job has to match one value of each list; an empty list matches all jobs. */
export interface JobFilter {
  /** Words to search for. Each has to occur in a job's texts or fields. */
  readonly text: string;
  /** The IDs of accounts. */
  readonly accounts: readonly string[];
  /** Types, as the API sends them. */
  readonly types: readonly string[];
  /** Programs. The empty one matches jobs without a program. */
  readonly programs: readonly string[];
  /** The IDs of `groupIdOf`. */
  readonly statuses: readonly string[];
  /** Matches only jobs with a date in this many days. Undefined for all jobs. */
  readonly days: number | undefined;
  /** Matches only jobs in the list, not in the history. */
  readonly isListedOnly: boolean;
}

export const NO_FILTER: JobFilter = {
  text: '',
  accounts: [],
  types: [],
  programs: [],
  statuses: [],
  days: undefined,
  isListedOnly: false,
};

export function isFiltering({ text, accounts, types, programs, statuses, days, isListedOnly }: JobFilter): boolean {
  return (
    text.trim() !== '' ||
    accounts.length > 0 ||
    types.length > 0 ||
    programs.length > 0 ||
    statuses.length > 0 ||
    days !== undefined ||
    isListedOnly
  );
}

/**
 * Creates a function that tests whether a job matches, for use with many jobs. `searchText` returns a job's texts in
 * the user's language; the API's own values are also searched. A job without any date matches every number of days.
 */
export function matcherOf(
  filter: JobFilter,
  nowMs: number,
  searchText: (entry: JobEntry) => string,
): (entry: JobEntry) => boolean {
  const words = filter.text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const [accounts, types, programs, statuses] = [filter.accounts, filter.types, filter.programs, filter.statuses].map(
    (values) => new Set(values),
  );
  const since = filter.days === undefined ? undefined : nowMs - filter.days * MS_PER_DAY;
  return (entry) => {
    const { job } = entry;
    if (!passes(accounts, entry.accountId)) {
      return false;
    }
    if (!passes(statuses, groupIdOf(job)) || !passes(types, job.type) || !passes(programs, job.programId)) {
      return false;
    }
    if (filter.isListedOnly && entry.lastSeenAtMs !== undefined) {
      return false;
    }
    if (since !== undefined && (lastChangeAt(job) ?? since) < since) {
      return false;
    }
    if (words.length === 0) {
      return true;
    }
    const text = [searchText(entry), job.id, job.type, job.programId, job.statusText, job.statusMessage, job.createdBy]
      .join('\n')
      .toLowerCase();
    return words.every((word) => text.includes(word));
  };
}

function passes(values: ReadonlySet<string> | undefined, value: string): boolean {
  return values === undefined || values.size === 0 || values.has(value);
}
