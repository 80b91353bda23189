import { groupIdOf } from '../jobs/jobGroups';
import type { JobEntry } from '../jobs/jobEntry';
import { lastChangeAt } from '../jobs/jobState';

const MS_PER_DAY = 86_400_000;

/** Which jobs are shown. Of a list, one has to fit; an empty one lets all pass. */
export interface JobFilter {
  /** Each of its words has to be somewhere in what is written or known of the job. */
  readonly text: string;
  /** As the API sends them. */
  readonly types: readonly string[];
  /** The empty one stands for jobs of no program. */
  readonly programs: readonly string[];
  /** By the ids of `groupIdOf`. */
  readonly statuses: readonly string[];
  /** Only jobs that something happened to in so many days; undefined: all. */
  readonly days: number | undefined;
  /** Without the history: only jobs that the list holds. */
  readonly isListedOnly: boolean;
}

export const NO_FILTER: JobFilter = {
  text: '',
  types: [],
  programs: [],
  statuses: [],
  days: undefined,
  isListedOnly: false,
};

export function isFiltering({ text, types, programs, statuses, days, isListedOnly }: JobFilter): boolean {
  return (
    text.trim() !== '' ||
    types.length > 0 ||
    programs.length > 0 ||
    statuses.length > 0 ||
    days !== undefined ||
    isListedOnly
  );
}

/**
 * Whether a job passes, as a function that is made once for many jobs. `searchText` is all that is written of a job in
 * the user's language; what the API sends is searched besides. A job without any date passes every number of days.
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
  const [types, programs, statuses] = [filter.types, filter.programs, filter.statuses].map((values) => new Set(values));
  const since = filter.days === undefined ? undefined : nowMs - filter.days * MS_PER_DAY;
  return (entry) => {
    const { job } = entry;
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
