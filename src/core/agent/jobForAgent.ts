import { type Account, accountRef } from '../account';
import { statusName } from '../jobs/job';
import type { JobEntry } from '../jobs/jobEntry';
import { canDo, DOWNLOAD_ACTIONS } from '../jobs/jobActions';
import { endedAt } from '../jobs/jobState';
import { timeLeft } from '../jobs/progress';
import { isRetrying } from '../jobs/retries';
import { visibleText } from './visibleText';

/** A server's message can be long, and a model reads all of it. */
const MAX_MESSAGE_CHARS = 300;
const MAX_NAME_CHARS = 120;
/** Types, statuses, and programs of impact.com are a few words. */
const MAX_WORD_CHARS = 60;
/** IDs of impact.com have 36 characters, and a model has to repeat them. */
const MAX_ID_CHARS = 100;
const MS_PER_SECOND = 1000;

/** A job as a language model gets it: short, and without fields that have no value. */
export interface JobForAgent {
  readonly jobId: string;
  readonly accountSid: string;
  readonly account: string;
  readonly name?: string;
  readonly type: string;
  readonly status: string;
  readonly retriedByImpact?: true;
  readonly percent?: number;
  readonly secondsLeft?: number;
  readonly records?: number;
  readonly message?: string;
  readonly programId?: string;
  readonly program?: string;
  readonly createdAt?: string;
  readonly startedAt?: string;
  readonly endedAt?: string;
  /** When the list last contained the job. Only for jobs that are too old for the list. */
  readonly lastSeenAt?: string;
  readonly canReplay: boolean;
  readonly canDownload: boolean;
  /** The URI of the downloaded file. */
  readonly file?: string;
}

export function jobForAgent(
  entry: JobEntry,
  owner: Pick<Account, 'sid' | 'brandId' | 'name' | 'isReadOnly'>,
  nowMs: number,
): JobForAgent {
  const { name: account } = owner;
  const { job, name, download, lastSeenAtMs } = entry;
  const leftMs = timeLeft(entry, nowMs);
  return {
    jobId: visibleText(job.id, MAX_ID_CHARS),
    accountSid: accountRef(owner),
    account: visibleText(account, MAX_NAME_CHARS),
    ...(name !== undefined && { name: visibleText(name, MAX_NAME_CHARS) }),
    type: visibleText(job.type, MAX_WORD_CHARS),
    status: visibleText(statusName(job), MAX_WORD_CHARS),
    ...(isRetrying(entry, nowMs) && { retriedByImpact: true }),
    ...(job.percent !== undefined && { percent: Math.floor(job.percent) }),
    ...(leftMs !== undefined && { secondsLeft: Math.round(leftMs / MS_PER_SECOND) }),
    ...(job.recordsProcessed !== undefined && { records: job.recordsProcessed }),
    ...(job.statusMessage !== '' && { message: visibleText(job.statusMessage, MAX_MESSAGE_CHARS) }),
    ...(job.programId !== '' && { programId: visibleText(job.programId, MAX_WORD_CHARS) }),
    ...(entry.programName !== undefined && { program: visibleText(entry.programName, MAX_NAME_CHARS) }),
    ...isoOf('createdAt', job.createdAt),
    ...isoOf('startedAt', job.startedAt),
    ...isoOf('endedAt', endedAt(job)),
    ...isoOf('lastSeenAt', lastSeenAtMs),
    canReplay: canDo('replay', entry, owner, nowMs),
    canDownload: DOWNLOAD_ACTIONS.some((action) => canDo(action, entry, owner, nowMs)),
    ...(download !== undefined && { file: download.uri }),
  };
}

function isoOf<K extends string>(name: K, atMs: number | undefined): Partial<Record<K, string>> {
  return atMs === undefined ? {} : ({ [name]: new Date(atMs).toISOString() } as Record<K, string>);
}
