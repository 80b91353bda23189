import { hasOwnId, type Job } from '../jobs/job';
import { isActive } from '../jobs/jobState';
import { isRetryDue } from './retryInterval';

/** What a poll requests: the list, or single jobs. */
export type PollRequest = { readonly kind: 'list' } | { readonly kind: 'jobs'; readonly ids: readonly string[] };

export interface PollRequestState {
  readonly nowMs: number;
  readonly jobs: Iterable<Job>;
  /** How many requests the last list took. Undefined before the first. */
  readonly listRequests: number | undefined;
  /** The time since the last list was requested. Undefined before the first. */
  readonly sinceListMs: number | undefined;
  /** How often to check for jobs started elsewhere. */
  readonly listEveryMs: number;
  /** Whether the job isn't to be requested individually for now. */
  readonly isPaused: (jobId: string) => boolean;
}

const LIST: PollRequest = { kind: 'list' };

/**
 * Decides what to request. A list also shows jobs that were started elsewhere, so it's the default. If it has more
 * pages than jobs are active, requests only these, because the hour's requests are few; still requests the list in
 * between and after a job's next try. A list of one page isn't worth it: compressed, it has some 70 bytes per job. A
 * pure function.
 */
export function pollRequestFor(state: PollRequestState): PollRequest {
  const { nowMs, jobs, listRequests, sinceListMs, listEveryMs, isPaused } = state;
  if (listRequests === undefined || sinceListMs === undefined || sinceListMs < 0 || sinceListMs >= listEveryMs) {
    return LIST;
  }
  const ids: string[] = [];
  for (const job of jobs) {
    if (isActive(job)) {
      if (!hasOwnId(job) || isPaused(job.id) || ids.length >= listRequests - 1) {
        return LIST;
      }
      ids.push(job.id);
    } else if (isRetryDue(job, nowMs - sinceListMs, nowMs)) {
      return LIST;
    }
  }
  return ids.length > 0 ? { kind: 'jobs', ids } : LIST;
}
