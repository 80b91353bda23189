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

/** A run of saved exports as a language model gets it. `refOf` returns an account's SID, or a brand's ID. */
export function runForAgent(run: Run, refOf: (accountId: string) => string | undefined): RunForAgent {
  return {
    name: visibleText(run.name, MAX_NAME_CHARS),
    downloaded: membersIn(run, 'done').length,
    total: run.members.length,
    members: run.members.map((member) => memberForAgent(member, refOf(member.accountId))),
  };
}

function memberForAgent(member: RunMember, accountSid: string | undefined): RunMemberForAgent {
  const { client, state, job, sentence, file } = member;
  return {
    export: visibleText(member.export, MAX_NAME_CHARS),
    ...(client !== undefined && { client: visibleText(client, MAX_NAME_CHARS) }),
    state,
    ...(job !== undefined && { jobId: job.id }),
    ...(accountSid !== undefined && { accountSid }),
    ...(sentence !== undefined && { message: visibleText(sentence, MAX_SENTENCE_CHARS) }),
    ...(file !== undefined && { file: file.uri, ...(file.rows !== undefined && { rows: file.rows }) }),
  };
}
