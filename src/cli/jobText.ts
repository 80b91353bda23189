import { jobForAgent, type JobForAgent } from '../core/agent/jobForAgent';
import { plainText } from '../core/api/plainText';
import { type JobEntry, theirNow } from '../core/jobs/jobEntry';
import { endedAt, isCompleted, isFailed, isRunning } from '../core/jobs/jobState';
import { timeLeft } from '../core/jobs/progress';
import { statusInWords, typeInWords } from '../core/words/jobWords';
import { ENGLISH } from '../core/words/language';
import { ageInWords, fullTime, numberInWords, percentInWords, timeLeftInWords } from '../core/words/timeWords';
import type { Session } from './session';
import type { Style } from './style';

const MAX_TEXT_CHARS = 300;

/** A job as programs get it: like the tools of language models. */
export interface JobRecord extends JobForAgent {
  readonly kind: 'job';
}

export function jobRecord(entry: JobEntry, { account, clock }: Pick<Session, 'account' | 'clock'>): JobRecord {
  return { kind: 'job', ...jobForAgent(entry, account, clock.now()) };
}

/** What a job works on, for people. */
export function jobName({ name, job }: Pick<JobEntry, 'name' | 'job'>): string {
  return plainText(name ?? typeInWords(job.type, ENGLISH), MAX_TEXT_CHARS);
}

export function statusText({ job }: JobEntry): string {
  const status = plainText(statusInWords(job, ENGLISH), MAX_TEXT_CHARS);
  return isRunning(job) && job.percent !== undefined ? `${status} ${percentInWords(job.percent, ENGLISH)}` : status;
}

export function statusStyle({ job }: JobEntry): Style {
  if (isCompleted(job)) {
    return 'green';
  }
  return isFailed(job) ? 'red' : 'yellow';
}

/** The cells of a job in a list. */
export function jobCells(entry: JobEntry, nowMs: number): readonly string[] {
  const { job } = entry;
  const records = job.recordsProcessed === undefined ? '' : numberInWords(job.recordsProcessed, ENGLISH);
  const age = job.createdAt === undefined ? '' : ageInWords(job.createdAt, theirNow(entry, nowMs), ENGLISH);
  return [plainText(job.id, MAX_TEXT_CHARS), statusText(entry), jobName(entry), records, age];
}

export const JOB_TITLES = ['ID', 'Status', 'Job', 'Records', 'Created'];

/** Every field of a job that has a value, a line each. */
export function jobFields(entry: JobEntry, nowMs: number): readonly (readonly string[])[] {
  const { job } = entry;
  const leftMs = timeLeft(entry, nowMs);
  const time = (atMs: number | undefined): string => (atMs === undefined ? '' : fullTime(atMs, ENGLISH));
  const fields: readonly (readonly [string, string])[] = [
    ['ID', job.id],
    ['Job', jobName(entry)],
    ['Type', job.type],
    ['Status', statusText(entry)],
    ['Message', job.statusMessage],
    ['Time left', leftMs === undefined ? '' : timeLeftInWords(leftMs, ENGLISH)],
    ['Records', job.recordsProcessed === undefined ? '' : numberInWords(job.recordsProcessed, ENGLISH)],
    ['Program', entry.programName === undefined ? job.programId : `${entry.programName} (${job.programId})`],
    ['Created', time(job.createdAt)],
    ['Started', time(job.startedAt)],
    ['Ended', time(endedAt(job))],
  ];
  return fields.filter(([, value]) => value !== '').map(([name, value]) => [name, plainText(value, MAX_TEXT_CHARS)]);
}
