import { isSameJob, type Job } from '../jobs/job';

/** The difference between two lists of jobs. */
export interface JobPatch {
  readonly changed: readonly Job[];
  readonly removedIds: readonly string[];
}

/** Above this number of jobs and this share of the list, the whole list is the better thing to write. */
const MAX_PATCH_JOBS = 50;
const MAX_PATCH_SHARE = 0.1;

export function diffFrom(base: ReadonlyMap<string, Job>, jobs: readonly Job[]): JobPatch {
  const changed: Job[] = [];
  const ids = new Set<string>();
  for (const job of jobs) {
    const known = base.get(job.id);
    ids.add(job.id);
    if (known === undefined || (known !== job && !isSameJob(known, job))) {
      changed.push(job);
    }
  }
  return { changed, removedIds: [...base.keys()].filter((id) => !ids.has(id)) };
}

export function isSamePatch(a: JobPatch, b: JobPatch): boolean {
  return (
    a.changed.length === b.changed.length &&
    a.removedIds.length === b.removedIds.length &&
    a.removedIds.every((id, index) => id === b.removedIds[index]) &&
    a.changed.every((job, index) => isSameJob(job, b.changed[index] ?? job))
  );
}

/** Applies a patch. Keeps the order of the base and adds new jobs at the end. */
export function applyPatch(base: ReadonlyMap<string, Job>, { changed, removedIds }: JobPatch): readonly Job[] {
  const jobs = new Map(base);
  for (const id of removedIds) {
    jobs.delete(id);
  }
  for (const job of changed) {
    jobs.set(job.id, job);
  }
  return [...jobs.values()];
}

export function isWorthANewBase({ changed, removedIds }: JobPatch, baseSize: number): boolean {
  return changed.length + removedIds.length > Math.max(MAX_PATCH_JOBS, baseSize * MAX_PATCH_SHARE);
}

export function byId(jobs: readonly Job[]): ReadonlyMap<string, Job> {
  return new Map(jobs.map((job) => [job.id, job]));
}
