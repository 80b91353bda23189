import type { Job } from '../jobs/job';
import { endedAt } from '../jobs/jobState';
import { membersIn, type Run, type RunMember } from '../runs/run';
import { visibleText } from './visibleText';

const MAX_NAME_CHARS = 120;
const MAX_SENTENCE_CHARS = 300;

export interface RunMemberForAgent {
  readonly export: string;
  /** The account's name, if the export runs for several. */
  readonly client?: string;
  readonly state: string;
  readonly jobId?: string;
  readonly accountSid?: string;
  /** When the result was made, if it's of an export that was made before. Later changes aren't in it. */
  readonly earlierResultOf?: string;
  /** Why it failed, or what it waits for. */
  readonly message?: string;
  /** The URI of the downloaded file. */
  readonly file?: string;
  readonly rows?: number;
}

export interface RunForAgent {
  readonly name: string;
  readonly downloaded: number;
  readonly total: number;
  readonly members: readonly RunMemberForAgent[];
}

/** What a run's members refer to. */
export interface RunForAgentOptions {
  /** An account's SID, or a brand's ID. */
  readonly refOf: (accountId: string) => string | undefined;
  readonly jobOf: (accountId: string, jobId: string) => Job | undefined;
}

/** A run of saved exports as a language model gets it. */
export function runForAgent(run: Run, options: RunForAgentOptions): RunForAgent {
  return {
    name: visibleText(run.name, MAX_NAME_CHARS),
    downloaded: membersIn(run, 'done').length,
    total: run.members.length,
    members: run.members.map((member) => memberForAgent(member, options)),
  };
}

function memberForAgent(member: RunMember, { refOf, jobOf }: RunForAgentOptions): RunMemberForAgent {
  const { accountId, client, state, job, sentence, file } = member;
  const accountSid = refOf(accountId);
  return {
    export: visibleText(member.export, MAX_NAME_CHARS),
    ...(client !== undefined && { client: visibleText(client, MAX_NAME_CHARS) }),
    state,
    ...(job !== undefined && { jobId: job.id }),
    ...(accountSid !== undefined && { accountSid }),
    ...(job?.isExisting === true && { earlierResultOf: timeOf(jobOf(accountId, job.id)) }),
    ...(sentence !== undefined && { message: visibleText(sentence, MAX_SENTENCE_CHARS) }),
    ...(file !== undefined && { file: file.uri, ...(file.rows !== undefined && { rows: file.rows }) }),
  };
}

function timeOf(job: Job | undefined): string {
  const atMs = job && (endedAt(job) ?? job.createdAt);
  return atMs === undefined ? 'unknown time' : new Date(atMs).toISOString();
}
