import type { JobStatus } from './statuses';

/** A job as impact.com last told it. Times are milliseconds since the epoch; undefined means "has not happened". */
export interface Job {
  readonly id: string;
  /** As sent: `ApiReport`, `UploadAds`, or a value that did not exist when this was written. */
  readonly type: string;
  readonly status: JobStatus;
  /** The status as sent, in upper case. */
  readonly statusText: string;
  readonly statusMessage: string;
  readonly programId: string;
  readonly createdBy: string;
  readonly createdAt: number | undefined;
  readonly startedAt: number | undefined;
  readonly completedAt: number | undefined;
  readonly abandonedAt: number | undefined;
  readonly cancelledAt: number | undefined;
  readonly failedAt: number | undefined;
  readonly progressAt: number | undefined;
  readonly recordsProcessed: number | undefined;
  /** 0 to 100. */
  readonly percent: number | undefined;
  readonly replayable: boolean | undefined;
  readonly resultUri: string;
  /** Fields that the reference does not name, and values that could not be read, as they came. */
  readonly unread: Readonly<Record<string, unknown>> | undefined;
}

/** The status as the reference spells it, or as sent where the reference does not know it. */
export function statusName({ status, statusText }: Pick<Job, 'status' | 'statusText'>): string {
  return status === 'UNKNOWN' ? statusText : status;
}

const ROW = 'row ';

/** Stands in for the id of a row that has none. */
export function nameOfRow(index: number): string {
  return `${ROW}${index + 1}`;
}

/** Whether impact.com knows the job by its id. Of one without, a second look cannot tell whether it is the same job. */
export function hasOwnId({ id }: Pick<Job, 'id'>): boolean {
  return !id.startsWith(ROW);
}

/** Field by field, unrolled: this runs for every job of every poll. */
export function isSameJob(a: Job, b: Job): boolean {
  return (
    a.status === b.status &&
    a.percent === b.percent &&
    a.recordsProcessed === b.recordsProcessed &&
    a.progressAt === b.progressAt &&
    a.statusMessage === b.statusMessage &&
    a.replayable === b.replayable &&
    a.createdAt === b.createdAt &&
    a.startedAt === b.startedAt &&
    a.completedAt === b.completedAt &&
    a.abandonedAt === b.abandonedAt &&
    a.cancelledAt === b.cancelledAt &&
    a.failedAt === b.failedAt &&
    a.statusText === b.statusText &&
    a.type === b.type &&
    a.programId === b.programId &&
    a.createdBy === b.createdBy &&
    a.resultUri === b.resultUri &&
    a.id === b.id &&
    isSameUnread(a.unread, b.unread)
  );
}

function isSameUnread(a: Job['unread'], b: Job['unread']): boolean {
  if (a === b || a === undefined || b === undefined) {
    return a === b;
  }
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && isSameValue(a[name], b[name]))
  );
}

function isSameValue(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object') {
    return a === b;
  }
  try {
    return JSON.stringify(a) === JSON.stringify(b);
  } catch {
    return false; // JSON that is nested a hundred thousand deep can be parsed, but not written again
  }
}
