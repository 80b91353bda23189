import type { ListCost } from '../api/apiClient';
import { hasOwnId, type Job } from '../jobs/job';
import { isActive } from '../jobs/jobState';
import { isRetryDue } from './retryInterval';

/** What a look asks for: all jobs, or some by themselves. */
export type Question = { readonly kind: 'list' } | { readonly kind: 'jobs'; readonly ids: readonly string[] };

export interface QuestionState {
  readonly nowMs: number;
  readonly jobs: Iterable<Job>;
  /** What the last list cost; undefined before the first. */
  readonly listCost: ListCost | undefined;
  /** Since the last list was asked for; undefined before the first. */
  readonly sinceListMs: number | undefined;
  /** How often jobs that were started elsewhere have to be learned of. */
  readonly listEveryMs: number;
}

const LIST: Question = { kind: 'list' };
/** A job by itself with the headers of its answer. */
const JOB_BYTES = 2_000;
/** A single answer tells less, so it has to be far cheaper. */
const TIMES_CHEAPER = 20;

/**
 * A list tells of everything in one request, so it is asked for, unless it is long and only a job or two are at work: then
 * these alone, as long as that takes no more requests than the list, with the list in between and after a job's next try. Pure.
 */
export function questionFor({ nowMs, jobs, listCost, sinceListMs, listEveryMs }: QuestionState): Question {
  if (listCost === undefined || sinceListMs === undefined || sinceListMs < 0 || sinceListMs >= listEveryMs) {
    return LIST;
  }
  const ids: string[] = [];
  for (const job of jobs) {
    if (isActive(job)) {
      if (!hasOwnId(job) || ids.length >= listCost.requests) {
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
