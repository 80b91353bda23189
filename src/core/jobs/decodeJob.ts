import { isRecord } from '../isRecord';
import { isSameJob, type Job, nameOfRow } from './job';
import { JOB_STATUSES, type JobStatus, saysDone } from './statuses';
import { parseDate } from './parseDate';

const STATUS_BY_TEXT: ReadonlyMap<string, JobStatus> = new Map<string, JobStatus>([
  ...JOB_STATUSES.map((status) => [status, status] as const),
  ['CANCELED', 'CANCELLED'],
]);

/** Longer than any text for people or any ID. Labels and tooltips of rows contain these texts. */
const MAX_TEXT_CHARS = 10_000;

type Reading = 'text' | 'date' | 'number' | 'boolean';

/** The fields of the API reference and the older name of the ID, each with the type of its value. */
const FIELDS = {
  Id: 'text',
  JobId: 'text',
  Type: 'text',
  ProgramId: 'text',
  CreatedBy: 'text',
  CreatedDate: 'date',
  StartedDate: 'date',
  CompletedDate: 'date',
  AbandonedDate: 'date',
  CancelledDate: 'date',
  FailedDate: 'date',
  LastProgressUpdateDate: 'date',
  Status: 'text',
  StatusMessage: 'text',
  RecordsProcessed: 'number',
  PercentageComplete: 'number',
  Replayable: 'boolean',
  ResultUri: 'text',
} as const satisfies Readonly<Record<string, Reading>>;
type Field = keyof typeof FIELDS;
type Row = Readonly<Partial<Record<Field, unknown>>>;

const READING_BY_FIELD: ReadonlyMap<string, Reading> = new Map(Object.entries(FIELDS));
const FIELD_BY_LOWER_CASE: ReadonlyMap<string, string> = new Map(
  Object.keys(FIELDS).map((field) => [field.toLowerCase(), field]),
);

/**
 * Reads one row of a job list. It never throws and never drops a job, whatever the row contains. Examples in the API
 * reference write numbers and booleans as strings, and dates that haven't happened as `""`, null, or nothing; all of
 * these are read. A row without an ID gets a name from `index`.
 */
export function decodeJob(value: unknown, index = 0): Job {
  return new RowReader().read(value, index);
}

/**
 * Reads all rows of a job list. `firstIndex` is the position of the first row in a list of several pages. A job that is
 * the same as in `known`, the list before, is the same object: the new one is short-lived, and collecting it costs
 * nothing. The comparison walks both lists side by side, which new jobs at the start don't disturb.
 */
export function decodeJobs(rows: readonly unknown[], firstIndex = 0, known: readonly Job[] = []): Job[] {
  const reader = new RowReader();
  let place = 0;
  return rows.map((row, index) => {
    const job = reader.read(row, firstIndex + index);
    const before = known[place];
    if (before?.id !== job.id) {
      return job;
    }
    place += 1;
    return isSameJob(before, job) ? before : job;
  });
}

/**
 * One reader serves a whole list, and the code names each field, because this runs for every job of every poll. It
 * looks for unknown fields only if the row has more fields than it could read.
 */
class RowReader {
  private fieldsRead = 0;

  read(value: unknown, index: number): Job {
    if (!isRecord(value)) {
      return this.readRow({}, index, { Row: value });
    }
    const row = value as Row;
    const isFamiliar = (row.Id !== undefined || row.JobId !== undefined) && row.Status !== undefined;
    return this.readRow(isFamiliar ? row : withPublishedNames(row), index, undefined);
  }

  private readRow(row: Row, index: number, unread: Job['unread']): Job {
    this.fieldsRead = 0;
    const id = this.text(row.Id) || this.text(row.JobId);
    const sentStatus = this.text(row.Status);
    const statusText = STATUS_BY_TEXT.has(sentStatus) ? sentStatus : sentStatus.trim().toUpperCase();
    const resultUri = this.text(row.ResultUri);
    const percent = this.field(row.PercentageComplete, readNumber);
    return {
      id: id || nameOfRow(index),
      type: this.text(row.Type),
      status: statusOf(statusText, resultUri),
      statusText,
      statusMessage: this.text(row.StatusMessage),
      programId: this.text(row.ProgramId),
      createdBy: this.text(row.CreatedBy),
      createdAt: this.field(row.CreatedDate, readDate),
      startedAt: this.field(row.StartedDate, readDate),
      completedAt: this.field(row.CompletedDate, readDate),
      abandonedAt: this.field(row.AbandonedDate, readDate),
      cancelledAt: this.field(row.CancelledDate, readDate),
      failedAt: this.field(row.FailedDate, readDate),
      progressAt: this.field(row.LastProgressUpdateDate, readDate),
      recordsProcessed: this.field(row.RecordsProcessed, readNumber),
      percent: percent === undefined ? undefined : Math.min(100, Math.max(0, percent)),
      replayable: this.field(row.Replayable, readBoolean),
      resultUri,
      unread: this.fieldsRead === countFields(row) ? unread : leftOver(row, id),
    };
  }

  private text(value: unknown): string {
    return this.field(value, readText) ?? '';
  }

  private field<T>(value: unknown, read: (value: unknown) => T | undefined): T | undefined {
    if (value === undefined) {
      return undefined;
    }
    const result = isNothing(value) ? undefined : read(value);
    if (result !== undefined || isNothing(value)) {
      this.fieldsRead++;
    }
    return result;
  }
}

function statusOf(statusText: string, resultUri: string): JobStatus {
  const known = STATUS_BY_TEXT.get(statusText);
  if (known !== undefined) {
    return known;
  }
  return resultUri !== '' && saysDone(statusText) ? 'COMPLETED' : 'UNKNOWN';
}

function isNothing(value: unknown): boolean {
  return value === '' || value === null;
}

function readText(value: unknown): string | undefined {
  if (typeof value === 'string') {
    return value.length <= MAX_TEXT_CHARS ? value : `${value.slice(0, MAX_TEXT_CHARS)}…`;
  }
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

function readDate(value: unknown): number | undefined {
  return typeof value === 'string' ? parseDate(value) : undefined;
}

function readNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

function readBoolean(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') {
    return value;
  }
  const word = readText(value)?.trim().toLowerCase();
  if (word === 'true' || word === '1') {
    return true;
  }
  return word === 'false' || word === '0' ? false : undefined;
}

function countFields(row: Row): number {
  let count = 0;
  for (const _name in row) {
    count++;
  }
  return count;
}

const READ: Readonly<Record<Reading, (value: unknown) => unknown>> = {
  text: readText,
  date: readDate,
  number: readNumber,
  boolean: readBoolean,
};

/** The fields of a row, as sent, that the API reference doesn't name or that can't be read. */
function leftOver(row: Row, id: string): Job['unread'] {
  const unread = Object.entries(row).filter(([name, value]) => {
    const reading = READING_BY_FIELD.get(name);
    const isRead = reading !== undefined && (isNothing(value) || READ[reading](value) !== undefined);
    return !isRead || (name === 'JobId' && readText(value) !== id);
  });
  // fromEntries defines each field, so a field named __proto__ is harmless.
  return unread.length === 0 ? undefined : Object.fromEntries(unread);
}

/** Gateways can change the letter case of field names. Other differences aren't guessed. */
function withPublishedNames(row: Row): Row {
  const renamed = new Map<string, unknown>();
  for (const [name, value] of Object.entries(row)) {
    const published = FIELD_BY_LOWER_CASE.get(name.toLowerCase());
    renamed.set(published === undefined || published in row || renamed.has(published) ? name : published, value);
  }
  return Object.fromEntries(renamed);
}
