import type { ExportParameters } from '../reports/exportRequest';
import type { Job } from './job';

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

/** A downloaded result. */
export interface DownloadMark {
  /** The file's URI, as a string. */
  readonly uri: string;
  readonly sizeBytes: number;
  readonly atMs: number;
  /** Lowercase hexadecimal. */
  readonly sha256: string;
}

/** A download that isn't complete. Percentages are whole numbers, so a row changes at most a hundred times. */
export type TransferMark =
  /** Waits for other downloads. */
  | { readonly kind: 'queued' }
  | { readonly kind: 'downloading'; readonly percent: number | undefined }
  /** The bytes received so far are on the disk, and the download can resume. */
  | { readonly kind: 'unfinished'; readonly percent: number | undefined };

/** How many tries of the current run have failed, at least and at most. */
export interface FailedTries {
  readonly least: number;
  readonly most: number;
  /** When the latest try failed, by impact.com's clock. */
  readonly atMs: number | undefined;
}

/** The user's choice for one job: always notify about its end, or never. */
export const JOB_ALERTS = ['watched', 'muted'] as const;
export type JobAlert = (typeof JOB_ALERTS)[number];

/**
 * A job and what the extension knows about it. Immutable: any change makes a new entry, so views compare identities to
 * decide whether to redraw a row. The key stays the same for the life of the job.
 */
export interface JobEntry {
  readonly key: string;
  readonly accountId: string;
  readonly job: Job;
  /** The progress of the current run, oldest first. */
  readonly samples: readonly ProgressSample[];
  /** The failed tries of the current run. Undefined while none has failed. */
  readonly failedTries: FailedTries | undefined;
  /**
   * When the current run was first seen, by this machine's clock, if the job's dates belong to an earlier run.
   * Undefined if its dates are current.
   */
  readonly runSeenAtMs: number | undefined;
  /** The name of the job, if known. The API doesn't say which report a job exports. */
  readonly name: string | undefined;
  /** What was exported, if the export or the job that this one replays started here. */
  readonly parameters: ExportParameters | undefined;
  /** The ID of the job that this one replays, if the replay started here. */
  readonly replayOf: string | undefined;
  readonly download: DownloadMark | undefined;
  readonly transfer: TransferMark | undefined;
  /** Undefined if the settings decide. */
  readonly alert: JobAlert | undefined;
  /** When a list last contained the job, if it's now too old for the list. Undefined for all other jobs. */
  readonly lastSeenAtMs: number | undefined;
  /** Whether the user has hidden the job. */
  readonly isHidden: boolean;
}

/** The key of a job in the store, the tree, and everything that is remembered. */
export function jobKey(accountId: string, jobId: string): string {
  return `${accountId}/${jobId}`;
}

export function jobOfKey(key: string): { readonly accountId: string; readonly jobId: string } {
  const at = key.indexOf('/');
  return { accountId: key.slice(0, at), jobId: key.slice(at + 1) };
}
