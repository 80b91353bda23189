import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Simulator } from '../../../../src/simulator/startSimulator';

const runFile = promisify(execFile);
const QUIET_NPM = ['--ignore-scripts', '--no-audit', '--no-fund', '--offline', '--loglevel=error'];

/** How a program ended, and all that it wrote. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** The beginning of the command line, such as one that gives the process a small disk. */
  readonly surroundings?: readonly string[];
  /** Called as soon as the process runs. */
  readonly onStart?: (child: ChildProcess) => void;
}

/** The package of the command line, packed by npm and installed in a folder without the network, as users do. */
export class CliProgram {
  private constructor(
    readonly folder: string,
    readonly tarball: string,
  ) {}

  static async install(): Promise<CliProgram> {
    const folder = mkdtempSync(path.join(tmpdir(), 'impact-jobs-cli-'));
    // Without its scripts, which would build dist/ again while other tests read it.
    await npm(['pack', '--ignore-scripts', '--pack-destination', folder, ...QUIET_NPM], process.cwd());
    const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
    await npm(['install', '--prefix', folder, path.join(folder, tarball), ...QUIET_NPM], folder);
    return new CliProgram(folder, path.join(folder, tarball));
  }

  /** The environment for an account of the simulator. The requests are counted in `state`. */
  environment({ baseUrl, accounts: [account] }: Pick<Simulator, 'baseUrl' | 'accounts'>, state: string) {
    return {
      IMPACT_ACCOUNT_SID: account?.sid,
      IMPACT_AUTH_TOKEN: account?.token,
      IMPACT_ACCOUNT_KIND: account?.kind,
      IMPACT_API_BASE_URL: baseUrl,
      IMPACT_JOBS_STATE: state,
    };
  }

  async run(
    args: readonly string[],
    { cwd = this.folder, environment, surroundings = [], onStart }: RunOptions = {},
  ): Promise<Ended> {
    const program = path.join(this.folder, 'node_modules/.bin/impact-jobs');
    const [command = '', ...rest] = [...surroundings, program, ...args];
    return endOf(spawn(command, rest, { cwd, env: { PATH: process.env['PATH'], ...environment } }), onStart);
  }

  /** Runs the tarball with `npm exec`, which installs it into a cache of its own. */
  async exec(args: readonly string[]): Promise<Ended> {
    const npmArgs = ['exec', '--yes', '--offline', `--package=${this.tarball}`, '--', 'impact-jobs', ...args];
    const env = { PATH: process.env['PATH'], npm_config_cache: path.join(this.folder, 'cache') };
    return endOf(spawn('npm', npmArgs, { cwd: this.folder, env }));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function npm(args: readonly string[], cwd: string): Promise<void> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
  await runFile('npm', [...args], { cwd, env });
}

async function endOf(child: ChildProcess, onStart?: (child: ChildProcess) => void): Promise<Ended> {
  let [stdout, stderr] = ['', ''];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  onStart?.(child);
  const code = await new Promise<number | null>((resolve, reject) => child.on('close', resolve).on('error', reject));
  return { code, stdout, stderr };
}

/** The objects that `--json` printed. */
export function recordsOf({ stdout }: Ended): readonly Readonly<Record<string, unknown>>[] {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
}
