import { Command, CommanderError, Option } from 'commander';
import { DEFAULTS } from '../core/defaults';
import type { CliCommand } from './cli';
import { CliError } from './cliError';
import type { CredentialsFiles } from './credentials';
import { wholeNumber } from './optionValues';

/** The options of every command. */
export interface CommonOptions extends CredentialsFiles {
  /** In the order of the command line, without duplicates. */
  readonly account: readonly string[];
  readonly json?: true;
  readonly quiet?: true;
  readonly requestsPerHour: number;
  readonly apiVersion: number;
}

/** What the user asks for: a command to run, or a text to print. */
export type Request =
  | {
      readonly kind: 'run';
      readonly command: CliCommand<never>;
      readonly values: readonly string[];
      readonly options: CommonOptions;
    }
  | { readonly kind: 'text'; readonly text: string; readonly isMistake: boolean };

const MIN_PER_HOUR = 10;
const MAX_PER_HOUR = 1000;
const MAX_API_VERSION = 1000;

const EPILOGUE = `
Credentials come from IMPACT_ACCOUNT_SID, IMPACT_AUTH_TOKEN, and IMPACT_ACCOUNT_KIND (agency, brand, or partner;
default: agency) in the environment or in the file of --credentials.

Exit codes: 0 everything is there, 1 some of it failed, 2 wrong usage, 3 credentials, 4 no requests are left for now,
130 interrupted.`;

/** Reads the arguments after the program's name. Throws a sentence for wrong ones. */
export function readCommandLine(
  args: readonly string[],
  commands: readonly CliCommand<never>[],
  version: string,
): Request {
  let request: Request | undefined;
  let printed = '';
  const output = { writeOut: (text: string) => (printed += text), writeErr: (text: string) => (printed += text) };
  const program = new Command('impact-jobs')
    .description('Exports reports, waits for jobs, and downloads results of impact.com.')
    .version(version)
    .option('--credentials <file>', 'a file with variables for the credentials')
    .option('--env-file <file>', 'the same, but Node 20 reads the file first and obeys its NODE_OPTIONS')
    .addOption(
      new Option('--account <id>', 'the ID of a brand that the agency reaches; run and export take several, or all')
        .argParser(addAccounts)
        .default([], ''),
    )
    .option('--json', 'print results as JSON, one object per line')
    .option('--quiet', 'print no progress and no notes')
    .addOption(
      new Option('--requests-per-hour <n>', 'the most that this machine sends, VS Code included')
        .argParser(wholeNumber('--requests-per-hour', MIN_PER_HOUR, MAX_PER_HOUR))
        .default(DEFAULTS.requestsPerHour),
    )
    .addOption(
      new Option(
        '--api-version <n>',
        'the version of the API to request (0: the one that this program was written for)',
      )
        .argParser(wholeNumber('--api-version', 0, MAX_API_VERSION))
        .default(0),
    )
    .addHelpText('after', EPILOGUE)
    .configureOutput(output)
    .exitOverride();
  for (const command of commands) {
    const added = program.command([command.name, command.takes ?? ''].join(' ').trim()).description(command.about);
    added.configureOutput(output).exitOverride();
    for (const { flags, about, read, fallback } of command.options ?? []) {
      const option = new Option(flags, about);
      added.addOption(read === undefined ? option.default(fallback) : option.argParser(read).default(fallback));
    }
    added.action(() => {
      request = { kind: 'run', command, values: added.args, options: added.optsWithGlobals() };
    });
  }
  try {
    program.parse([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) {
      throw error;
    }
    if (error.exitCode === 0 || error.code === 'commander.help') {
      return { kind: 'text', text: printed, isMistake: error.exitCode !== 0 };
    }
    throw new CliError('usage', `${sentenceOf(error)} To see what's possible, run impact-jobs --help.`);
  }
  return request ?? { kind: 'text', text: program.helpInformation(), isMistake: true };
}

/** Adds `--account 1,2` to what other `--account` have named. `all` stands alone. */
function addAccounts(text: string, before: readonly string[]): readonly string[] {
  const added = text.split(',').map((ref) => ref.trim());
  const refs = [...new Set([...before, ...added])];
  if (refs.includes('') || (refs.includes('all') && refs.length > 1)) {
    throw new CliError(
      'usage',
      `--account takes the SID, the IDs of brands, or all, not "${[...before, ...added].join(',')}".`,
    );
  }
  return refs;
}

function sentenceOf({ message }: CommanderError): string {
  const text = message.replace(/^error: /, '').replace(/\n/g, ' ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`.replace(/([.?)])\.$/, '$1');
}
