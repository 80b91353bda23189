import type { ExportParameters } from '../reports/exportRequest';

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

/** The user's choice for one job: always notify about its end, or never. */
export const JOB_ALERTS = ['watched', 'muted'] as const;
export type JobAlert = (typeof JOB_ALERTS)[number];

/** What the extension remembers about a job beyond the API's data. */
export interface JobMarks {
  /** The name of the job, if known. The API doesn't say which report a job exports. */
  readonly name: string | undefined;
  /** Whether the name was found in the result's file, so that nobody has chosen it. */
  readonly isNameLearned: boolean;
  /** What was exported, if the export or the job that this one replays started here. */
  readonly parameters: ExportParameters | undefined;
  /** The ID of the job that this one replays, if the replay started here. */
  readonly replayOf: string | undefined;
  readonly download: DownloadMark | undefined;
  readonly transfer: TransferMark | undefined;
  /** Undefined if the settings decide. */
  readonly alert: JobAlert | undefined;
  /** Whether the user has hidden the job. */
  readonly isHidden: boolean;
  /** The name of the job's program, if the account's programs are known. */
  readonly programName: string | undefined;
}

/** The marks of a job about which nothing is remembered. */
export const NO_MARKS: JobMarks = {
  name: undefined,
  isNameLearned: false,
  parameters: undefined,
  replayOf: undefined,
  download: undefined,
  transfer: undefined,
  alert: undefined,
  isHidden: false,
  programName: undefined,
};

/** Where marks are kept, by the keys of jobs, and what is learned about accounts. */
export interface JobMemory {
  marksOf(key: string, programId: string): JobMarks;
  /**
   * Adds a listener for the keys of jobs whose marks changed, or of accounts whose programs did. Returns a function
   * that removes it.
   */
  onDidChange(listener: (keys: readonly string[]) => void): () => void;
  /** Whether a job of the account was seen to run again after an error, in any window. */
  hasRetries(accountId: string): boolean;
  noteRetries(accountId: string, hasRetries: boolean): void;
}

export const NO_MEMORY: JobMemory = {
  marksOf: () => NO_MARKS,
  onDidChange: () => () => undefined,
  hasRetries: () => false,
  noteRetries: () => undefined,
};
