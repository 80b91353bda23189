import { EntryMap } from './entryMap';
import { isSameJob, type Job } from './job';
import type { JobEntry } from './jobEntry';
import type { EntryChange } from './snapshot';

export interface JobDiff {
  /** The entries by job ID. The same map as before if nothing changed. */
  readonly entries: ReadonlyMap<string, JobEntry>;
  readonly changes: readonly EntryChange[];
}

export interface DiffOptions {
  /** Makes the entry for a new or changed job. */
  readonly entryOf: (job: Job, known: JobEntry | undefined) => JobEntry;
  /** Whether to keep a job that isn't in the list. */
  readonly keeps: (entry: JobEntry) => boolean;
}

/**
 * Compares the entries with a new list of all jobs. Lists mostly keep their order, so this walks both side by side.
 * Only if that fails does it look up jobs by ID, because hashing the IDs costs more than all comparisons together.
 */
export function diffJobs(before: ReadonlyMap<string, JobEntry>, jobs: readonly Job[], options: DiffOptions): JobDiff {
  const { changes, isSameOrder } = diffInOrder(before, jobs, options);
  if (!isSameOrder) {
    return diffById(before, jobs, options);
  }
  if (changes.length === 0) {
    return { entries: before, changes };
  }
  return { entries: withChanges(before, changes), changes };
}

/** The entries after changes of known jobs, in the same order. */
function withChanges(
  before: ReadonlyMap<string, JobEntry>,
  changes: readonly EntryChange[],
): ReadonlyMap<string, JobEntry> {
  const changed = changes.flatMap(({ after }) => after ?? []);
  if (changed.length === changes.length) {
    return EntryMap.with(before, changed);
  }
  const entries = new Map(before);
  for (const change of changes) {
    apply(entries, change);
  }
  return entries;
}

function diffInOrder(
  before: ReadonlyMap<string, JobEntry>,
  jobs: readonly Job[],
  { entryOf, keeps }: DiffOptions,
): { changes: EntryChange[]; isSameOrder: boolean } {
  const changes: EntryChange[] = [];
  let index = 0;
  for (const known of before.values()) {
    const job = jobs[index];
    if (job === undefined) {
      if (!keeps(known)) {
        changes.push({ before: known, after: undefined });
      }
    } else if (job.id !== known.job.id) {
      return { changes, isSameOrder: false };
    } else if (!isSameJob(known.job, job)) {
      changes.push({ before: known, after: entryOf(job, known) });
    }
    index++;
  }
  return { changes, isSameOrder: index >= jobs.length };
}

function diffById(
  before: ReadonlyMap<string, JobEntry>,
  jobs: readonly Job[],
  { entryOf, keeps }: DiffOptions,
): JobDiff {
  const entries = new Map<string, JobEntry>();
  const changes: EntryChange[] = [];
  for (const job of jobs) {
    if (entries.has(job.id)) {
      continue; // pages that shift between two requests repeat a job
    }
    const known = before.get(job.id);
    const entry = known !== undefined && isSameJob(known.job, job) ? known : entryOf(job, known);
    entries.set(job.id, entry);
    if (entry !== known) {
      changes.push({ before: known, after: entry });
    }
  }
  for (const [id, entry] of before) {
    if (!entries.has(id)) {
      if (keeps(entry)) {
        entries.set(id, entry);
      } else {
        changes.push({ before: entry, after: undefined });
      }
    }
  }
  return { entries, changes };
}

function apply(entries: Map<string, JobEntry>, { before, after }: EntryChange): void {
  if (after !== undefined) {
    entries.set(after.job.id, after);
  } else if (before !== undefined) {
    entries.delete(before.job.id);
  }
}
