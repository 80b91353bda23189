import path from 'node:path';
import type { Job } from '../jobs/job';
import { endedAt } from '../jobs/jobState';
import { pieceName } from '../reports/pieces';
import { membersIn, type Run, type RunMember, type RunTable } from '../runs/run';
import { MANIFEST_FILE } from '../savedExports/manifest';
import { visibleText } from './visibleText';

const MAX_NAME_CHARS = 120;
const MAX_SENTENCE_CHARS = 300;
const MAX_NOTES = 10;
/** An answer is short, and the manifest lists the other members too. */
const MAX_MEMBERS_SHOWN = 40;

export interface RunMemberForAgent {
  readonly export: string;
  /** The account's name, if the export runs for several. */
  readonly client?: string;
  /** `2026-10`, or a day, or the first and the last day. Only if the export runs in pieces. */
  readonly piece?: string;
  readonly state: string;
  readonly jobId?: string;
  readonly accountSid?: string;
  /** When the result was made, if it's of an export that was made before. Later changes aren't in it. */
  readonly earlierResultOf?: string;
  /** Whether an earlier run had downloaded the result, so that nothing was exported. */
  readonly wasThere?: true;
  /** Why it failed, or what it waits for. */
  readonly message?: string;
  /** The URI of the downloaded file. */
  readonly file?: string;
  readonly rows?: number;
}

/** A table out of the results of a run. */
export interface RunTableForAgent {
  /** The export whose results it combines. Undefined for those of all exports. */
  readonly export?: string;
  readonly format: string;
  readonly key?: readonly string[];
  /** The URI of the file. */
  readonly file?: string;
  readonly rows?: number;
  /** How many results it's made of. */
  readonly results?: number;
  /** Why there's no table. */
  readonly message?: string;
  readonly notes?: readonly string[];
}

export interface RunForAgent {
  readonly name: string;
  readonly downloaded: number;
  readonly total: number;
  /** Whether the run was already in progress, with the table and the refreshed pieces that it was started with. */
  readonly wasInProgress?: true;
  /** Only if the run writes tables. */
  readonly tables?: readonly RunTableForAgent[];
  /** The path of the file that lists all results with their sources. */
  readonly manifest?: string;
  /** How many members aren't listed. */
  readonly moreMembers?: number;
  readonly members: readonly RunMemberForAgent[];
}

/** What a run's members refer to. */
export interface RunForAgentOptions {
  /** An account's SID, or a brand's ID. */
  readonly refOf: (accountId: string) => string | undefined;
  readonly jobOf: (accountId: string, jobId: string) => Job | undefined;
  readonly isJoined?: boolean;
}

/** A run of saved exports as a language model gets it. */
export function runForAgent(run: Run, options: RunForAgentOptions): RunForAgent {
  return {
    name: visibleText(run.name, MAX_NAME_CHARS),
    downloaded: membersIn(run, 'done').length,
    total: run.members.length,
    ...(options.isJoined === true && { wasInProgress: true }),
    ...(run.tables !== undefined && run.tables.length > 0 && { tables: run.tables.map(tableForAgent) }),
    ...(hasManifest(run) && { manifest: path.join(run.folder, MANIFEST_FILE) }),
    members: run.members.map((member) => memberForAgent(member, options)),
  };
}

/** The run with so few members that an answer can list them, first those without a result. */
export function inShort(run: RunForAgent): RunForAgent {
  const more = run.members.length - MAX_MEMBERS_SHOWN;
  if (more <= 0) {
    return run;
  }
  const [done, others] = [true, false].map((isDone) =>
    run.members.filter(({ state }) => (state === 'done') === isDone),
  );
  return { ...run, moreMembers: more, members: [...(others ?? []), ...(done ?? [])].slice(0, MAX_MEMBERS_SHOWN) };
}

function hasManifest(run: Run): boolean {
  return membersIn(run, 'done').length > 0 && run.remoteFolder === undefined && run.manifestProblem === undefined;
}

function tableForAgent({
  export: name,
  format,
  key,
  file,
  sourceCount,
  sentence,
  notes = [],
}: RunTable): RunTableForAgent {
  const cleaned = notes.slice(0, MAX_NOTES).map((note) => visibleText(note, MAX_SENTENCE_CHARS));
  return {
    ...(name !== undefined && { export: visibleText(name, MAX_NAME_CHARS) }),
    format,
    ...(key.length > 0 && { key }),
    ...(file !== undefined && { file: file.uri, ...(file.rows !== undefined && { rows: file.rows }) }),
    ...(sourceCount !== undefined && { results: sourceCount }),
    ...(sentence !== undefined && { message: visibleText(sentence, MAX_SENTENCE_CHARS) }),
    ...(cleaned.length > 0 && { notes: cleaned }),
  };
}

function memberForAgent(member: RunMember, { refOf, jobOf }: RunForAgentOptions): RunMemberForAgent {
  const { accountId, client, piece, state, job, sentence, file, isKept } = member;
  const accountSid = refOf(accountId);
  return {
    export: visibleText(member.export, MAX_NAME_CHARS),
    ...(client !== undefined && { client: visibleText(client, MAX_NAME_CHARS) }),
    ...(piece !== undefined && { piece: pieceName(piece) }),
    state,
    ...(isKept === true && { wasThere: true }),
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
