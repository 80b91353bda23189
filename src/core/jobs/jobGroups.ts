import type { Job } from './job';
import type { JobEntry } from './jobEntry';
import { JOB_STATUSES, type JobStatus } from './statuses';

export interface JobGroup {
  /** The status, or for a status that the API reference doesn't name, its text. Each of those has its own group. */
  readonly id: string;
  readonly status: JobStatus;
  /** Newest first. */
  readonly entries: readonly JobEntry[];
}

const ORDER: ReadonlyMap<string, number> = new Map(JOB_STATUSES.map((status, index) => [status, index]));

/** The ID of the job's group. It changes only with the status. */
export function groupIdOf({ status, statusText }: Job): string {
  return status === 'UNKNOWN' ? `UNKNOWN ${statusText}` : status;
}

/**
 * Groups jobs by status, in the order of `JOB_STATUSES`. Statuses that the API reference doesn't name come last. Empty
 * groups are left out.
 */
export function groupJobs(entries: Iterable<JobEntry>): readonly JobGroup[] {
  return [...entriesByGroup(entries)].map(([id, members]) => makeGroup(id, members.sort(newestFirst))).sort(byRank);
}

export function entriesByGroup(entries: Iterable<JobEntry>): Map<string, JobEntry[]> {
  const byId = new Map<string, JobEntry[]>();
  for (const entry of entries) {
    const id = groupIdOf(entry.job);
    const members = byId.get(id);
    if (members === undefined) {
      byId.set(id, [entry]);
    } else {
      members.push(entry);
    }
  }
  return byId;
}

export function makeGroup(id: string, entries: readonly JobEntry[]): JobGroup {
  return { id, status: entries[0]?.job.status ?? 'UNKNOWN', entries };
}

/** Compares two entries: newest first, jobs without a date last, and a stable order for equal dates. */
export function newestFirst(a: JobEntry, b: JobEntry): number {
  const difference = (b.job.createdAt ?? 0) - (a.job.createdAt ?? 0);
  return difference !== 0 ? difference : Number(a.job.id > b.job.id) - Number(a.job.id < b.job.id);
}

export function byRank(a: JobGroup, b: JobGroup): number {
  return rankOfGroup(a.id) - rankOfGroup(b.id) || (a.id < b.id ? -1 : 1);
}

/**
 * The position of a status's group among the others. Statuses that the API reference doesn't name share the last
 * position.
 */
export function rankOfGroup(id: string): number {
  return ORDER.get(id) ?? JOB_STATUSES.length;
}
