import type { ProgressCurve } from './progressCurve';
import type { ColumnSetName } from './reportColumns';

export const RESULT_FORMATS = ['CSV', 'JSON', 'XML'] as const;
export type ResultFormat = (typeof RESULT_FORMATS)[number];

/** How a run ends. `atPercent` is the progress before that. */
export type Outcome =
  | { readonly status: 'COMPLETED'; readonly message?: string }
  | { readonly status: 'FAILED'; readonly message: string; readonly atPercent?: number; readonly abandoned?: boolean }
  | { readonly status: 'CANCELLED'; readonly message?: string; readonly atPercent?: number }
  /** Fails `failedTries` times, 15 minutes apart, and completes on the next try. The fifth failure is final. */
  | { readonly status: 'ERROR'; readonly message: string; readonly failedTries: number; readonly atPercent?: number }
  /** Stalls at `atPercent` and never ends. */
  | { readonly status: 'RUNNING'; readonly atPercent: number };

/** The file of a completed job. Its size is in rows or in bytes; bytes take precedence. */
export interface ResultScript {
  readonly rows?: number;
  readonly bytes?: number;
  readonly format?: ResultFormat;
  /** The period of the dates in the rows. Default: the 30 days before the job was created. */
  readonly period?: { readonly fromMs: number; readonly toMs: number };
  /** Default: those of the report. */
  readonly columns?: ColumnSetName;
  /** Exactly these bytes instead of generated rows. */
  readonly content?: string | Uint8Array;
  /** Default: named after the report. Null for a response without a Content-Disposition. */
  readonly fileName?: string | null;
  /** The full Content-Disposition header, for names in a different form. */
  readonly disposition?: string;
  readonly contentType?: string;
  /** The job is still listed, but its file was deleted. This is the status that a download gets. */
  readonly gone?: 404 | 410;
}

/** The whole life of a job. Its state at any time follows from this. */
export interface JobScript {
  readonly type: string;
  /** The job's name for people. The API doesn't send it. */
  readonly name?: string;
  /** The ID of a report in the catalog, which gives the result its name and columns. */
  readonly report?: string;
  readonly programId: string;
  readonly createdAtMs: number;
  readonly queueMs: number;
  readonly runMs: number;
  readonly curve: ProgressCurve;
  /** How often the percentage is updated. */
  readonly progressEveryMs: number;
  readonly outcome: Outcome;
  /** RecordsProcessed at the end. Default: the number of rows in the result. */
  readonly records?: number;
  readonly result?: ResultScript;
  /** False for a type of job that can never be replayed. */
  readonly replayable: boolean;
  /** What a replay does differently. Default: it takes as long, and completes. */
  readonly replay?: Partial<Pick<JobScript, 'queueMs' | 'runMs' | 'curve' | 'outcome' | 'records' | 'result'>>;
  /** Fields of the response to replace, with any value. */
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** A job to add. Everything has a default. */
export interface NewJob extends Partial<JobScript> {
  readonly id?: string;
  /** How long ago the job was created, as an alternative to `createdAtMs`. Negative for a job in the future. */
  readonly createdAgoMs?: number;
}

/** One run of a job: the first, or one that a replay started. */
export interface JobRun {
  readonly script: JobScript;
  /** When the run was queued: when the job was created or last replayed. */
  readonly queuedAtMs: number;
  /** RecordsProcessed at the end. */
  readonly records: number;
}
