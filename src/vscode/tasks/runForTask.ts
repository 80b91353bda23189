import * as vscode from 'vscode';
import type { Clock } from '../../core/clock';
import type { JobStore } from '../../core/jobs/jobStore';
import { SAVED_EXPORTS_FILE } from '../../core/savedExports/savedExport';
import type { Accounts } from '../accounts/accounts';
import type { Log } from '../diagnostics/log';
import { accountsOn } from '../exports/exportArgument';
import { findSavedExports } from '../savedExports/findSavedExports';
import type { FollowedRun, FollowRun } from '../savedExports/followRun';
import type { FoundExport, SavedExportFiles } from '../savedExports/savedExportFiles';
import { nameOf } from '../savedExports/planRun';
import { runEndInWords } from '../savedExports/reportRun';
import { sentenceFor } from '../words/errorMessages';
import { UserError } from '../words/userError';
import { RunLines } from './runLines';
import type { WriteLine } from './runTerminal';

/** What the end of a task says to tasks that depend on it. Like the exit codes of the command line. */
const EXIT = { done: 0, failed: 1, usage: 2, credentials: 3, blocked: 4, interrupted: 130 } as const;
type ExitCode = (typeof EXIT)[keyof typeof EXIT];
/** A code for several runs: what stops all of them counts more than what concerns one. */
const WORST_FIRST = [EXIT.interrupted, EXIT.credentials, EXIT.blocked, EXIT.usage, EXIT.failed, EXIT.done] as const;

export interface RunForTaskOptions {
  readonly savedExports: { files(): Promise<SavedExportFiles> };
  readonly store: JobStore;
  readonly accounts: Accounts;
  readonly clock: Clock;
  readonly log: Log;
  /** Loads what runs saved exports, and waits for the accounts. */
  readonly loadRuns: () => Promise<FollowRun>;
}

export type TaskScope = vscode.WorkspaceFolder | vscode.TaskScope;

/**
 * Runs the exports and sets that a task names, and writes their progress. Resolves with the exit code when all of them
 * have ended. Never rejects.
 */
export async function runForTask(
  options: RunForTaskOptions,
  { run, scope }: { readonly run: unknown; readonly scope: TaskScope },
  write: WriteLine,
  signal: AbortSignal,
): Promise<ExitCode> {
  const { accounts, loadRuns } = options;
  let code: ExitCode = EXIT.usage;
  try {
    const found = await findForTask(options, run, scope);
    const follow = await loadRuns();
    code = EXIT.credentials;
    accountsOn(accounts);
    const codes = await Promise.all(found.map((one) => runOne(options, { found: one, follow, write, signal })));
    return WORST_FIRST.find((worst) => codes.includes(worst)) ?? EXIT.done;
  } catch (error) {
    return complain(options, error, write, code);
  }
}

async function findForTask(
  { savedExports }: RunForTaskOptions,
  run: unknown,
  scope: TaskScope,
): Promise<readonly FoundExport[]> {
  if (!vscode.workspace.isTrusted) {
    throw new UserError(vscode.l10n.t('Trust this workspace to run its tasks.'));
  }
  const names = Array.isArray(run) ? (run as readonly unknown[]) : [run];
  if (names.length === 0 || !names.every((name) => typeof name === 'string' && name !== '')) {
    throw new UserError(
      vscode.l10n.t(
        'The task doesn\'t say what to run. Set "run" to the name of a saved export or set, or a list of names.',
      ),
    );
  }
  const files = await savedExports.files();
  await files.readAgain();
  const inScope = typeof scope === 'object' ? vscode.Uri.joinPath(scope.uri, SAVED_EXPORTS_FILE) : undefined;
  const find = async (name: string): Promise<readonly FoundExport[]> => {
    const own = inScope && (await files.find(name, inScope));
    return own === undefined ? ((await findSavedExports(savedExports, [name], '')) ?? []) : [own];
  };
  return (await Promise.all([...new Set(names as readonly string[])].map(find))).flat();
}

interface OneRun {
  readonly found: FoundExport;
  readonly follow: FollowRun;
  readonly write: WriteLine;
  readonly signal: AbortSignal;
}

async function runOne(options: RunForTaskOptions, { found, follow, write, signal }: OneRun): Promise<ExitCode> {
  const lines = new RunLines(options.store, write);
  const stopShowing = options.store.onDidChange(() => lines.refresh());
  try {
    const followed = await follow(found, {
      signal,
      onChange: (run) => lines.show(run),
      onJoin: () => write(vscode.l10n.t('{0} is already running. This task waits for it.', nameOf(found))),
    });
    if (followed === undefined) {
      write(vscode.l10n.t('Canceled {0}. Nothing more was requested.', nameOf(found)));
      return EXIT.interrupted;
    }
    lines.show(followed.run);
    return end(followed, write, signal);
  } catch (error) {
    return signal.aborted ? EXIT.interrupted : complain(options, error, write, EXIT.failed);
  } finally {
    stopShowing();
  }
}

function end({ run, isOver, lastBytes }: FollowedRun, write: WriteLine, { aborted }: AbortSignal): ExitCode {
  if (!isOver) {
    write(vscode.l10n.t('Another window has taken over {0}.', run.name), 'bad');
    return EXIT.failed;
  }
  const isAllThere = run.members.every(({ state }) => state === 'done');
  const [headline = '', ...notes] = runEndInWords(run, lastBytes);
  write(headline, isAllThere ? 'good' : 'bad');
  notes.forEach((note) => write(note));
  if (isAllThere) {
    return EXIT.done;
  }
  if (aborted || run.isCancelled === true) {
    return EXIT.interrupted;
  }
  return run.members.some(({ isBlocked }) => isBlocked) ? EXIT.blocked : EXIT.failed;
}

function complain({ log, clock }: RunForTaskOptions, error: unknown, write: WriteLine, code: ExitCode): ExitCode {
  log.error('A task failed', error);
  write(sentenceFor(error, clock.now()), 'bad');
  return code;
}
