import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ApiError } from '../core/apiError';
import { thisHost } from '../core/files/lockOwner';
import { hashedName } from '../core/files/wholeFile';
import { memberKey, memberLabel } from '../core/runs/memberNames';
import { hasEnded, isOver, type Run, type RunMember, type RunPlan, type RunTable } from '../core/runs/run';
import type { Claim } from '../core/runs/runClaims';
import { RunEngine } from '../core/runs/runEngine';
import { storedRunIds } from '../core/runs/storedRuns';
import { machineFolder } from '../core/share/machineFolder';
import { plainText } from '../core/api/plainText';
import { ENGLISH } from '../core/words/language';
import { sizeSentence } from '../core/words/sizeSentence';
import type { Cli } from './cli';
import { CliRunPorts } from './cliRunPorts';
import { AccountSessions } from './accountSessions';
import { shownPath } from './downloading';
import { EXIT, type ExitCode, exitCodeOfAll } from './exitCode';
import { statusText } from './jobText';
import { LastResults } from './lastResults';
import type { ProgressLine } from './progressArea';
import { requireOwn } from './requireOwn';
import type { Session } from './session';
import { showWaiting } from './waiting';

const MS_PER_MINUTE = 60_000;
const MAX_TEXT_CHARS = 1000;

export interface RunOptions {
  /** The sessions of further accounts that the plans name. */
  readonly others: readonly Session[];
  readonly plans: readonly RunPlan[];
  /** Whether to resume what an interrupted program has left in the same place. */
  readonly isResuming: boolean;
  /** The folder that results go to. Runs are stored by it. */
  readonly results: string;
  /** Nothing is written outside of it. */
  readonly root: string;
  readonly timeoutMinutes: number;
}

/** Drives runs until they are over, the time is up, or the user interrupts: then they stay, to be resumed. */
export async function driveRuns(cli: Cli, session: Session, options: RunOptions): Promise<ExitCode> {
  const stop = new AbortController();
  const { root, others } = options;
  const folder = runsFolder(session, cli, options.results);
  [path.dirname(folder), folder].forEach(requireOwn);
  const last = new LastResults(folder);
  if (!options.isResuming && storedRunIds(folder).length > 0) {
    cli.terminal.note('An earlier run was left unfinished. To continue it, use --resume.');
  }
  const { AccountWatch } = await import('../core/watch/accountWatch');
  const sessions = new AccountSessions(session, others, AccountWatch);
  const onRefused = (error: ApiError): void => stop.abort(error);
  const ports = new CliRunPorts({ cli, main: session, sessions, root, last, onRefused });
  try {
    sessions.of(session.account.id);
    const engine = new RunEngine({ folder, ports, clock: session.clock });
    const ended: Run[] = [];
    engine.onDidEnd((run) => ended.push(run));
    const reported = new Set<string>();
    const stopListening = engine.onDidChange((run) => reportRun(cli, session, run, reported));
    const stopShowing = showWaiting(cli, session, [], onRefused);
    const stopProgress = session.store.onDidChange(() =>
      engine.runs.forEach((run) => reportRun(cli, session, run, reported)),
    );
    try {
      const resumeCode = options.isResuming ? sayClaims(cli, await engine.resume()) : EXIT.done;
      if (!options.isResuming) {
        await startAll(engine, options.plans);
      }
      const isInTime = await allOver(engine, AbortSignal.any([cli.signal, stop.signal]), cli, options.timeoutMinutes);
      if (cli.signal.aborted) {
        cli.terminal.note('Interrupted. To continue, use --resume.');
        return EXIT.interrupted;
      }
      if (stop.signal.aborted) {
        throw stop.signal.reason as ApiError;
      }
      if (!isInTime) {
        cli.terminal.problem(`Not done after ${options.timeoutMinutes} min. To continue, use --resume.`);
      }
      summarize(cli, ended, last);
      const isAllThere = ended.every(({ members }) => members.every(({ state }) => state === 'done'));
      return exitCodeOfAll([isInTime && isAllThere ? EXIT.done : EXIT.failed, resumeCode, ...ports.codes]);
    } finally {
      stopProgress();
      stopShowing();
      await engine.dispose();
      stopListening();
    }
  } finally {
    sessions.dispose();
  }
}

/** Says which of the stored runs this program doesn't continue. Failed, if there are any. */
function sayClaims({ terminal }: Cli, claims: readonly Claim[]): ExitCode {
  if (claims.every(({ kind }) => kind === 'gone')) {
    terminal.note('There is nothing to resume.');
  }
  for (const claim of claims) {
    if (claim.kind === 'driven') {
      const { pid, host } = claim.owner ?? {};
      const who = pid === undefined ? '' : ` (process ${pid}${host === thisHost() ? '' : ' on another machine'})`;
      terminal.problem(`Another program${who} is already running what you want to resume. Wait until it ends.`);
    } else if (claim.kind === 'failed') {
      terminal.problem("An earlier run can't be resumed.");
    }
  }
  return claims.some(({ kind }) => kind === 'driven' || kind === 'failed') ? EXIT.failed : EXIT.done;
}

async function startAll(engine: RunEngine, plans: readonly RunPlan[]): Promise<void> {
  for (const plan of plans) {
    await engine.start(plan);
  }
}

/** Resolves when no run is left, or when there's a reason to stop. False if the time is up. */
async function allOver(
  engine: RunEngine,
  signal: AbortSignal,
  { clock }: Cli,
  timeoutMinutes: number,
): Promise<boolean> {
  return new Promise((resolve) => {
    const finish = (isInTime: boolean): void => {
      stopTimer();
      stopListening();
      signal.removeEventListener('abort', onAbort);
      resolve(isInTime);
    };
    const onAbort = (): void => finish(true);
    const stopTimer = clock.setTimer(() => finish(false), timeoutMinutes * MS_PER_MINUTE);
    const stopListening = engine.onDidEnd(() => engine.runs.length === 0 && finish(true));
    signal.addEventListener('abort', onAbort);
    if (signal.aborted || engine.runs.length === 0) {
      finish(true);
    }
  });
}

/** Reports the members that have ended, and shows the state of the others. */
function reportRun({ terminal, folder }: Cli, session: Session, run: Run, reported: Set<string>): void {
  for (const member of run.members) {
    const key = `${run.id} ${member.id}`;
    if (!hasEnded(member) && member.state !== 'downloading') {
      terminal.progress.set(`${key} job`, progressOf(member, session));
      continue;
    }
    terminal.progress.remove(`${key} job`);
    if (hasEnded(member) && !reported.has(key)) {
      reported.add(key);
      terminal.result(memberRecord(run, member), ...linesOf(member, folder));
      if (member.sentence !== undefined) {
        terminal.problem(member.sentence);
      }
    }
  }
}

function progressOf(member: RunMember, { store }: Session): ProgressLine {
  const { accountId, job, sentence } = member;
  const label = memberLabel(member, ENGLISH.locale);
  const entry = job && store.entry(accountId, job.id);
  const step = job === undefined ? 'scheduling' : 'waiting for the job';
  const share = (entry?.job.percent ?? 0) / 100;
  return { label, share, text: sentence ?? (entry && statusText(entry)) ?? step, step: sentence ?? step };
}

function memberRecord(
  run: Run,
  { export: name, client, piece, state, isKept, job, file, sentence }: RunMember,
): object {
  return {
    kind: 'member',
    run: run.name,
    export: name,
    ...(client !== undefined && { client }),
    ...(piece !== undefined && { piece }),
    state,
    ...(isKept === true && { isKept }),
    ...(job !== undefined && { jobId: job.id, isExisting: job.isExisting }),
    ...(file !== undefined && { file: fileURLToPath(file.uri), sizeBytes: file.bytes }),
    ...(file?.rows !== undefined && { rows: file.rows }),
    ...(sentence !== undefined && { message: sentence }),
  };
}

function linesOf({ file }: RunMember, folder: string): readonly string[] {
  return file === undefined ? [] : [plainText(shownPath(folder, fileURLToPath(file.uri)), MAX_TEXT_CHARS)];
}

/** Says where a combined table is, and what to know of it. */
function sayTable(
  terminal: Cli['terminal'],
  folder: string,
  run: string,
  { export: name, format, file, sourceCount, sentence, notes = [] }: RunTable,
): void {
  if (sentence !== undefined) {
    terminal.problem(sentence);
  }
  if (file === undefined) {
    return;
  }
  const filePath = fileURLToPath(file.uri);
  terminal.result(
    {
      kind: 'table',
      run,
      ...(name !== undefined && { export: name }),
      format,
      file: filePath,
      sizeBytes: file.bytes,
      rows: file.rows ?? 0,
      results: sourceCount ?? 0,
    },
    plainText(shownPath(folder, filePath), MAX_TEXT_CHARS),
  );
  notes.forEach((note) => terminal.note(note));
}

function summarize({ terminal, folder }: Cli, ended: readonly Run[], last: LastResults): void {
  for (const { name, members, tables = [], manifestProblem } of ended.filter(isOver)) {
    const done = members.filter(({ state }) => state === 'done');
    terminal.note(`${name}: downloaded ${done.length} of ${members.length} results.`);
    tables.forEach((table) => sayTable(terminal, folder, name, table));
    const kept = done.filter(({ isKept }) => isKept).length;
    if (kept > 0) {
      terminal.note(`${kept} of them were there already.`);
    }
    for (const member of done) {
      const { file } = member;
      const label = memberLabel(member, ENGLISH.locale);
      const unusual = file && sizeSentence(label, file, last.bytesOf(memberKey(member)), ENGLISH);
      if (unusual !== undefined) {
        terminal.problem(unusual);
      }
    }
    last.remember(done);
    if (done.some(({ job }) => job?.isExisting)) {
      terminal.note(
        'Some results existed before. For current data, use "existingJob": "replay" or --existing-job replay.',
      );
    }
    if (manifestProblem !== undefined) {
      terminal.problem(manifestProblem);
    }
  }
}

/** Each account and folder for results has its own, so that a program resumes only its own runs. */
function runsFolder({ account }: Session, { environment }: Cli, results: string): string {
  const folder = machineFolder({ environment, platform: process.platform, home: homedir() });
  return path.join(folder, 'runs', hashedName(`${account.baseUrl} ${account.id} ${results}`));
}
