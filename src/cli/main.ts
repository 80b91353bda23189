#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { systemClock } from '../core/clock';
import type { Cli, CliCommand } from './cli';
import { CliError } from './cliError';
import { cliSentence } from './cliSentence';
import { type CommonOptions, readCommandLine } from './commandLine';
import { brands } from './commands/brands';
import { check } from './commands/check';
import { download } from './commands/download';
import { exportReport } from './commands/export';
import { filters } from './commands/filters';
import { get } from './commands/get';
import { list } from './commands/list';
import { preview } from './commands/preview';
import { replay } from './commands/replay';
import { reports } from './commands/reports';
import { run as runSaved } from './commands/run';
import { wait } from './commands/wait';
import { withCredentialsFile } from './credentials';
import { EXIT, type ExitCode, exitCodeOf, exitCodeOfAll } from './exitCode';
import { openSession, type Session } from './session';
import { Terminal } from './terminal';

const COMMANDS: readonly CliCommand<never>[] = [
  runSaved,
  exportReport,
  list,
  get,
  wait,
  replay,
  download,
  preview,
  reports,
  filters,
  brands,
  check,
];

function newTerminal({ json = false, quiet = false }: { readonly json?: boolean; readonly quiet?: boolean }): Terminal {
  const { stdout: out, stderr: err, env: environment } = process;
  return new Terminal({ out, err, environment, isJson: json, isQuiet: quiet });
}

function version(): string {
  const manifest = readFileSync(path.join(__dirname, '..', 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { readonly version: string }).version;
}

/** Aborts at the first Ctrl-C. The second one ends the program at once. */
function interruptions(): AbortSignal {
  const interrupted = new AbortController();
  const interrupt = (): void => {
    if (interrupted.signal.aborted) {
      process.exit(EXIT.interrupted);
    }
    interrupted.abort();
  };
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  return interrupted.signal;
}

function onlyAccount(refs: readonly string[]): string | undefined {
  if (refs.length > 1 || refs[0] === 'all') {
    throw new CliError('usage', 'Name one account with --account. Only run and export take several.');
  }
  return refs[0];
}

async function run(
  command: CliCommand<never>,
  values: readonly string[],
  options: CommonOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const signal = interruptions();
  const folder = process.cwd();
  const opened = new Map<string | undefined, Promise<Session>>();
  try {
    const environment = withCredentialsFile(process.env, folder, options);
    const { requestsPerHour, apiVersion, account: accountRefs } = options;
    const open = (accountRef: string | undefined): Promise<Session> => {
      const clock = systemClock;
      const session =
        opened.get(accountRef) ??
        openSession({ environment, clock, terminal, accountRef, requestsPerHour, apiVersion });
      opened.set(accountRef, session);
      return session;
    };
    const cli: Cli = {
      terminal,
      environment,
      folder,
      clock: systemClock,
      signal,
      session: () => open(onlyAccount(accountRefs)),
      owner: () => open(undefined),
      accountRefs,
    };
    const code = await command.run(cli, values, options as never);
    return signal.aborted ? EXIT.interrupted : code;
  } catch (error) {
    if (signal.aborted) {
      terminal.note('Interrupted.');
      return EXIT.interrupted;
    }
    terminal.problem(cliSentence(error, systemClock.now()));
    return exitCodeOf(error);
  } finally {
    for (const session of opened.values()) {
      await session.then(
        ({ share }) => share.dispose(),
        () => undefined,
      );
    }
  }
}

async function main(): Promise<void> {
  let terminal = newTerminal({});
  let code: ExitCode = EXIT.failed;
  // Nothing should end here. If it does, people get a sentence without a trace of calls.
  process.on('uncaughtException', (error) => {
    terminal.problem(`Something went wrong: ${cliSentence(error, systemClock.now())}`);
    process.exit(EXIT.failed);
  });
  try {
    const request = readCommandLine(process.argv.slice(2), COMMANDS, version());
    if (request.kind === 'run') {
      terminal = newTerminal(request.options);
      code = await run(request.command, request.values, request.options, terminal);
    } else {
      code = request.isMistake ? EXIT.usage : EXIT.done;
      (request.isMistake ? process.stderr : process.stdout).write(request.text);
    }
  } catch (error) {
    terminal.problem(cliSentence(error, systemClock.now()));
    code = exitCodeOf(error);
  }
  const isWritten = await terminal.flush();
  process.exit(isWritten ? code : exitCodeOfAll([code, EXIT.failed]));
}

void main();
