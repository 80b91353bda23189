import type { JobStatus } from './statuses';

/** A job as impact.com last sent it. Times are milliseconds since the epoch; undefined means "has not happened". */
export interface Job {
  readonly id: string;
  /** As sent: `ApiReport`, `UploadAds`, or a type that is newer than this code. */
  readonly type: string;
  readonly status: JobStatus;
  /** The status as sent, in uppercase. */
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
  /** Fields, as sent, that the API reference doesn't name or whose values can't be read. */
  readonly unread: Readonly<Record<string, unknown>> | undefined;
}

/** The status as the API reference spells it, or as sent if the reference doesn't know it. */
export function statusName({ status, statusText }: Pick<Job, 'status' | 'statusText'>): string {
  return status === 'UNKNOWN' ? statusText : status;
}

const ROW = 'row ';

/** A name in place of the ID of a row that has none. */
export function nameOfRow(index: number): string {
  return `${ROW}${index + 1}`;
}

/** Whether the job has an ID from impact.com. A job without one can't be recognized in the next list. */
export function hasOwnId({ id }: Pick<Job, 'id'>): boolean {
  return !id.startsWith(ROW);
}

/** Whether all fields are equal. Unrolled, because this runs for every job of every poll. */
export function isSameJob(a: Job, b: Job): boolean {
  if (a === b) {
    return true;
  }
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
    return false; // JSON nested 100,000 levels deep can be parsed, but not written again
  }
}
