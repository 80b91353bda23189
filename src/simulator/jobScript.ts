import type { ProgressCurve } from './progressCurve';

export const resultFormats = ['CSV', 'JSON', 'XML'] as const;
export type ResultFormat = (typeof resultFormats)[number];

/** How a run ends. `atPercent` is how far it comes before that. */
export type Outcome =
  | { readonly status: 'COMPLETED'; readonly message?: string }
  | { readonly status: 'FAILED'; readonly message: string; readonly atPercent?: number; readonly abandoned?: boolean }
  | { readonly status: 'CANCELLED'; readonly message?: string; readonly atPercent?: number }
  /**
   * Fails `failedTries` times, a quarter of an hour apart, and completes on the next try; the fifth failure is final.
   */
  | { readonly status: 'ERROR'; readonly message: string; readonly failedTries: number; readonly atPercent?: number }
  /** Gets stuck at `atPercent` and never ends. */
  | { readonly status: 'RUNNING'; readonly atPercent: number };

/** The file of a completed job. Its size is given in rows or in bytes; bytes win. */
export interface ResultScript {
  readonly rows?: number;
  readonly bytes?: number;
  readonly format?: ResultFormat;
  /** The dates in the rows lie in it. Absent: the 30 days before the job was created. */
  readonly period?: { readonly fromMs: number; readonly toMs: number };
  /** These very bytes instead of generated rows. */
  readonly content?: string | Uint8Array;
  /** Absent: named after the report. null: the answer carries no Content-Disposition. */
  readonly fileName?: string | null;
  /** The whole Content-Disposition header, for names that are written in some other way. */
  readonly disposition?: string;
  readonly contentType?: string;
  /** The job is still listed, but its file has been cleared away: what a download is answered. */
  readonly gone?: 404 | 410;
}

/** The whole life of a job, from which its state at any moment follows. */
export interface JobScript {
  readonly type: string;
  /** The name that people know the work by; the API itself does not tell it. */
  readonly name?: string;
  /** The id of a report of the catalogue, which names the result and gives it its columns. */
  readonly report?: string;
  readonly programId: string;
  readonly createdAtMs: number;
  readonly queueMs: number;
  readonly runMs: number;
  readonly curve: ProgressCurve;
  /** The percentage is published every so often, not continuously. */
  readonly progressEveryMs: number;
  readonly outcome: Outcome;
  /** RecordsProcessed at the end. Absent: as many as the result has rows. */
  readonly records?: number;
  readonly result?: ResultScript;
  /** false: a type of job that can not be replayed at all. */
  readonly replayable: boolean;
  /** What a replay does differently. Absent: it takes as long, and completes. */
  readonly replay?: Partial<Pick<JobScript, 'queueMs' | 'runMs' | 'curve' | 'outcome' | 'records' | 'result'>>;
  /** Fields of the answer that are replaced as they stand, whatever they are. */
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** A job to be added: everything that is left out has a default. */
export interface NewJob extends Partial<JobScript> {
  readonly id?: string;
  /** Instead of `createdAtMs`: how long ago it was created; negative for a job that is yet to come. */
  readonly createdAgoMs?: number;
}

/** A job's way through the queue: the first, or one that a replay began. */
export interface JobRun {
  readonly script: JobScript;
  /** When it was put in the queue: the job's creation, or its last replay. */
  readonly queuedAtMs: number;
  /** RecordsProcessed at the end. */
  readonly records: number;
}
