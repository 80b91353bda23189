import type { ExportParameters } from '../reports/exportRequest';
import type { Job } from './job';

/** One look at a running job. */
export interface ProgressSample {
  readonly percent: number;
  readonly records: number | undefined;
  /** When impact.com moved the percentage, by its clock; rates are differences of these. */
  readonly atMs: number;
  /** When it was seen here, by this machine's clock; countdowns start from it. */
  readonly seenAtMs: number;
  /** When the run was expected to end after this look, by this machine's clock; undefined while that cannot be known. */
  readonly endAtMs: number | undefined;
}

/** A result that lies in the workspace. */
export interface DownloadMark {
  /** The file's URI, as a string. */
  readonly uri: string;
  readonly sizeBytes: number;
  readonly atMs: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

/** A result that is on its way, or was left half-way. Percentages are whole, so that a row changes a hundred times at most. */
export type TransferMark =
  /** Its turn has not come. */
  | { readonly kind: 'queued' }
  | { readonly kind: 'downloading'; readonly percent: number | undefined }
  /** What arrived lies on the disk; downloading goes on from there. */
  | { readonly kind: 'unfinished'; readonly percent: number | undefined };

/** How many tries of the present run have failed, as far as that is known. */
export interface FailedTries {
  readonly least: number;
  readonly most: number;
  /** When the latest of them failed, by impact.com's clock. */
  readonly atMs: number | undefined;
}

/** What the user wants of one job: to be told of its end in any case, or in none. */
export const JOB_ALERTS = ['watched', 'muted'] as const;
export type JobAlert = (typeof JOB_ALERTS)[number];

/**
 * A job together with what this product knows of it. Immutable: an entry is replaced when something about it changes,
 * so views tell by identity whether a row has to be drawn again. Its key stays the same from QUEUED to the end.
 */
export interface JobEntry {
  readonly key: string;
  readonly accountId: string;
  readonly job: Job;
  /** Of the present run, oldest first. */
  readonly samples: readonly ProgressSample[];
  /** Of the present run; undefined while none has failed. */
  readonly failedTries: FailedTries | undefined;
  /** When the present run was seen first, by this machine's clock, where the job's own dates are of a run before it; undefined where they tell. */
  readonly runSeenAtMs: number | undefined;
  /** What the work is called, where that is known: the API does not tell which report a job exports. */
  readonly name: string | undefined;
  /** What was exported, where that was done from here or by a replay of such a job. */
  readonly parameters: ExportParameters | undefined;
  /** The id of the job that this one repeats, where that was asked for from here. */
  readonly replayOf: string | undefined;
  readonly download: DownloadMark | undefined;
  readonly transfer: TransferMark | undefined;
  /** Undefined: the settings decide. */
  readonly alert: JobAlert | undefined;
  /** Of a job that has left the list's window: when a list held it last. Undefined for all others. */
  readonly lastSeenAtMs: number | undefined;
  /** The user wants it out of sight. */
  readonly isHidden: boolean;
}

/** The one key of a job, in the store, the tree and persisted marks. */
export function jobKey(accountId: string, jobId: string): string {
  return `${accountId}/${jobId}`;
}

export function jobOfKey(key: string): { readonly accountId: string; readonly jobId: string } {
  const at = key.indexOf('/');
  return { accountId: key.slice(0, at), jobId: key.slice(at + 1) };
}
