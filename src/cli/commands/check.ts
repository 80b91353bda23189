import path from 'node:path';
import { type AccountKind, ACCOUNT_KINDS } from '../../core/account';
import { checkAccount, type FailedCheck } from '../../core/accounts/checkAccount';
import { isApiError } from '../../core/apiError';
import { offsetOf } from '../../core/savedExports/jsonText';
import { SAVED_EXPORTS_FILE, type SavedExportProblem } from '../../core/savedExports/savedExport';
import { failedCheckInWords } from '../../core/words/failedCheckInWords';
import { ENGLISH } from '../../core/words/language';
import { savedProblemInWords } from '../../core/words/savedProblemInWords';
import type { Cli, CliCommand } from '../cli';
import { cliSentence } from '../cliSentence';
import { shownPath } from '../downloading';
import { EXIT, type ExitCode, exitCodeOf, exitCodeOfAll } from '../exitCode';
import { proxyOf } from '../proxy';
import { findSavedExportsFile, readSavedExportsFile, type SavedExportsFile } from '../savedExportsFile';

const MS_PER_DAY = 86_400_000;

/** The option of every command that reads saved exports. */
export const FILE_OPTION = {
  flags: '--file <file>',
  about: `the file of saved exports (default: the ${SAVED_EXPORTS_FILE} in this folder or above it)`,
};

export const check: CliCommand<{ readonly file?: string }> = {
  name: 'check',
  about: 'Check the credentials and the file of saved exports.',
  options: [FILE_OPTION],
  async run(cli, _, { file }) {
    return exitCodeOfAll([await checkFile(cli, file), await checkCredentials(cli)]);
  },
};

async function checkFile(cli: Cli, given: string | undefined): Promise<ExitCode> {
  const { terminal, folder } = cli;
  const file = given === undefined ? findSavedExportsFile(folder) : path.resolve(folder, given);
  if (file === undefined) {
    terminal.note(`There's no ${SAVED_EXPORTS_FILE} in ${folder} or above it.`);
    return EXIT.done;
  }
  const shown = shownPath(folder, file);
  try {
    const saved = await readSavedExportsFile(file);
    for (const problem of saved.problems) {
      const sentence = savedProblemInWords(problem, ENGLISH);
      const { line, column } = placeOf(saved, problem);
      terminal.result(
        { kind: 'problem', file, line, column, message: sentence },
        `${shown}:${line}:${column}: ${sentence}`,
      );
    }
    const { exports, sets, problems } = saved;
    terminal.result(
      { kind: 'savedExports', file, exports: exports.length, sets: sets.length, problems: problems.length },
      `${shown}: exports: ${exports.length}, sets: ${sets.length}, problems: ${problems.length}`,
    );
    return problems.length === 0 ? EXIT.done : EXIT.failed;
  } catch (error) {
    terminal.problem(cliSentence(error, cli.clock.now()));
    return exitCodeOf(error);
  }
}

/** Counted from 1, as editors and compilers do. */
function placeOf(
  { text }: SavedExportsFile,
  problem: SavedExportProblem,
): { readonly line: number; readonly column: number } {
  const before = text.slice(0, problem.kind === 'syntax' ? problem.offset : offsetOf(text, problem.path)).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

async function checkCredentials(cli: Cli): Promise<ExitCode> {
  const { terminal, clock, signal, environment } = cli;
  const { account, token, clientFor } = await cli.session();
  const { sid, kind } = account;
  const outcome = await checkAccount({
    kind,
    sid,
    token,
    ask: (asked: AccountKind) => clientFor({ ...account, kind: asked }).listJobs(clock.now() - MS_PER_DAY, signal),
    others: ACCOUNT_KINDS,
    isKnownSid: false,
    hasProxy: proxyOf(new URL(account.baseUrl), environment) !== undefined,
  });
  if (outcome.kind === 'accepted') {
    terminal.result(
      { kind: 'account', accountSid: sid, accountKind: kind, baseUrl: account.baseUrl },
      `${account.baseUrl} accepts the credentials of ${sid} (${kind}).`,
    );
    return EXIT.done;
  }
  terminal.problem(sentenceOf(outcome, clock.now()));
  return codeOf(outcome);
}

function sentenceOf(failure: FailedCheck, nowMs: number): string {
  const { headline, detail } = failedCheckInWords(failure, nowMs, ENGLISH);
  if (failure.kind === 'otherKind') {
    return `${headline} Set IMPACT_ACCOUNT_KIND to ${failure.accountKind}.`;
  }
  // The proxy of an editor is a setting of its own.
  const isOfProxy = failure.kind === 'proxy' || failure.kind === 'proxyLogin';
  const isUnspecific = (detail === '' || isOfProxy) && isApiError(failure.error);
  return isUnspecific ? cliSentence(failure.error, nowMs) : [headline, detail].filter((text) => text !== '').join(' ');
}

function codeOf(failure: FailedCheck): ExitCode {
  if (failure.kind === 'otherKind' || failure.error.kind === 'unknownAccount') {
    return EXIT.credentials;
  }
  return exitCodeOf(failure.error);
}
