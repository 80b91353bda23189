import type { Job } from './job';
import type { JobEntry } from './jobEntry';
import type { JobList, JobOrder } from './jobList';
import { endedAt } from './jobState';
import { JOB_STATUSES } from './statuses';

export interface JobGroup {
  readonly id: string;
  /** At least one. */
  readonly entries: JobList;
}

/** Which group a job belongs to, and the order of the groups and of the jobs in them. */
export interface GroupOrder extends JobOrder {
  readonly idOf: (entry: JobEntry) => string;
  readonly compareIds: (idA: string, idB: string) => number;
}

const ORDER: ReadonlyMap<string, number> = new Map(JOB_STATUSES.map((status, index) => [status, index]));

/**
 * The ID of the job's group by status: the status, or for one that the API reference doesn't name, also its text. Each
 * of those has its own group.
 */
export function groupIdOf({ status, statusText }: Job): string {
  return status === 'UNKNOWN' ? `UNKNOWN ${statusText}` : status;
}

/**
 * The date that a row shows the age of: when the job ended, or was created if it hasn't ended. Undefined if the job has
 * no date.
 */
export function shownAt(job: Job): number | undefined {
  return endedAt(job) ?? job.createdAt;
}

/** Compares two entries by `shownAt`: newest first, jobs without a date last, and a stable order for equal dates. */
export function newestFirst(a: JobEntry, b: JobEntry): number {
  return (shownAt(b.job) ?? 0) - (shownAt(a.job) ?? 0) || newestCreatedFirst(a, b);
}

/** Like `newestFirst`, but a job that ends keeps its place. */
export function newestCreatedFirst(a: JobEntry, b: JobEntry): number {
  const difference = (b.job.createdAt ?? 0) - (a.job.createdAt ?? 0);
  return difference !== 0 ? difference : compareTexts(a.job.id, b.job.id) || compareTexts(a.key, b.key);
}

function compareTexts(a: string, b: string): number {
  return Number(a > b) - Number(a < b);
}

/**
 * The position of a status's group among the others. Statuses that the API reference doesn't name share the last
 * position.
 */
export function rankOfGroup(id: string): number {
  return ORDER.get(id) ?? JOB_STATUSES.length;
}

/** Groups by status, in the order of `JOB_STATUSES`. Statuses that the API reference doesn't name come last. */
export const BY_STATUS: GroupOrder = {
  idOf: ({ job }) => groupIdOf(job),
  compareIds: (a, b) => rankOfGroup(a) - rankOfGroup(b) || (a < b ? -1 : 1),
  compare: newestFirst,
  sort: (entries) => [...entries].sort(newestFirst),
};
