import type { ListCost } from '../api/apiClient';
import { hasOwnId, type Job } from '../jobs/job';
import { isActive } from '../jobs/jobState';
import { isRetryDue } from './retryInterval';

/** What a poll requests: the list, or single jobs. */
export type PollRequest = { readonly kind: 'list' } | { readonly kind: 'jobs'; readonly ids: readonly string[] };

export interface PollRequestState {
  readonly nowMs: number;
  readonly jobs: Iterable<Job>;
  /** The cost of the last list. Undefined before the first. */
  readonly listCost: ListCost | undefined;
  /** The time since the last list was requested. Undefined before the first. */
  readonly sinceListMs: number | undefined;
  /** How often to check for jobs started elsewhere. */
  readonly listEveryMs: number;
  /** Whether the job isn't to be requested individually for now. */
  readonly isPaused: (jobId: string) => boolean;
}

const LIST: PollRequest = { kind: 'list' };
/** The size of the response for a single job, with its headers. */
const JOB_BYTES = 2_000;
/** A single job must be this many times cheaper, because its response says less. */
const TIMES_CHEAPER = 20;

/**
 * Decides what to request. A list shows everything in one request, so it's the default. If the list is long and few
 * jobs are active, requests only these, if that takes no more requests than the list; still requests the list in
 * between and after a job's next try. A pure function.
 */
export function pollRequestFor(state: PollRequestState): PollRequest {
  const { nowMs, jobs, listCost, sinceListMs, listEveryMs, isPaused } = state;
  if (listCost === undefined || sinceListMs === undefined || sinceListMs < 0 || sinceListMs >= listEveryMs) {
    return LIST;
  }
  const ids: string[] = [];
  for (const job of jobs) {
    if (isActive(job)) {
      if (!hasOwnId(job) || isPaused(job.id) || ids.length >= listCost.requests) {
        return LIST;
      }
      ids.push(job.id);
    } else if (isRetryDue(job, nowMs - sinceListMs, nowMs)) {
      return LIST;
    }
  }
  const isCheaper = ids.length > 0 && ids.length * JOB_BYTES * TIMES_CHEAPER <= listCost.bytes;
  return isCheaper ? { kind: 'jobs', ids } : LIST;
}
