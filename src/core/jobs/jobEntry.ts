import type { Job } from './job';
import type { JobMarks } from './jobMarks';

/** The progress of a running job, as seen in one poll. */
export interface ProgressSample {
  readonly percent: number;
  readonly records: number | undefined;
  /** When the percentage changed, by impact.com's clock. Differences of these times give the rate. */
  readonly atMs: number;
  /** When this machine saw it, by its own clock. Countdowns start from here. */
  readonly seenAtMs: number;
  /** When the run should end, as expected after this poll, by this machine's clock. Undefined while that is unknown. */
  readonly endAtMs: number | undefined;
}

/** How many tries of the current run have failed, at least and at most. */
export interface FailedTries {
  readonly least: number;
  readonly most: number;
  /** When the latest try failed, by impact.com's clock. */
  readonly atMs: number | undefined;
}

/**
 * A job and what the extension knows about it. Immutable: any change makes a new entry, so views compare identities to
 * decide whether to redraw a row. The key stays the same for the life of the job.
 */
export interface JobEntry extends JobMarks {
  readonly key: string;
  readonly accountId: string;
  readonly job: Job;
  /** The progress of the current run, oldest first. */
  readonly samples: readonly ProgressSample[];
  /** Whether impact.com retries the job in ERROR, by the account's API reference or by what polls have seen. */
  readonly isRetriedByImpact: boolean;
  /** The failed tries of the current run. Undefined while none has failed. */
  readonly failedTries: FailedTries | undefined;
  /**
   * When the current run was first seen, by this machine's clock, if the job's dates belong to an earlier run.
   * Undefined if its dates are current.
   */
  readonly runSeenAtMs: number | undefined;
  /** How far impact.com's clock was ahead of this machine's, in ms. 0 if they agree or nothing is known. */
  readonly clockAheadMs: number;
  /** When a list last contained the job, if it's now too old for the list. Undefined for all other jobs. */
  readonly lastSeenAtMs: number | undefined;
}

/** The time by impact.com's clock, which dates the job, when this machine's clock shows `nowMs`. */
export function theirNow({ clockAheadMs }: Pick<JobEntry, 'clockAheadMs'>, nowMs: number): number {
  return nowMs + clockAheadMs;
}

/** The key of a job in the store, the tree, and everything that is remembered. */
export function jobKey(accountId: string, jobId: string): string {
  return `${accountId}/${jobId}`;
}

export function jobOfKey(key: string): { readonly accountId: string; readonly jobId: string } {
  const at = key.indexOf('/');
  return { accountId: key.slice(0, at), jobId: key.slice(at + 1) };
}
