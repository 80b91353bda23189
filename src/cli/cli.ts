import type { Clock } from '../core/clock';
import type { Environment } from './credentials';
import type { ExitCode } from './exitCode';
import type { Session } from './session';
import type { Terminal } from './terminal';

/** What every command gets. */
export interface Cli {
  readonly terminal: Terminal;
  readonly environment: Environment;
  /** The folder that relative paths start from. */
  readonly folder: string;
  readonly clock: Clock;
  /** Aborts when the user interrupts the program. What has been downloaded so far stays, to be resumed. */
  readonly signal: AbortSignal;
  /** The account of `--account`, or the environment's. Throws a sentence if there's none, or if several are named. */
  readonly session: () => Promise<Session>;
  /** The account of the environment, whatever `--account` names. Throws a sentence if there's none. */
  readonly owner: () => Promise<Session>;
  /** What `--account` names: SIDs, IDs of brands, or only `all`. */
  readonly accountRefs: readonly string[];
}

export interface CliOption {
  /** Such as `--limit <n>`. */
  readonly flags: string;
  readonly about: string;
  readonly read?: (text: string) => unknown;
  readonly fallback?: string | number;
}

/** One command, with the options that `run` gets. */
export interface CliCommand<T> {
  readonly name: string;
  /** What follows the name, such as `<job...>`. */
  readonly takes?: string;
  readonly about: string;
  readonly options?: readonly CliOption[];
  readonly run: (cli: Cli, values: readonly string[], options: T) => Promise<ExitCode>;
}
