import * as assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bashScript } from '../../../../../src/core/scripts/bashScript';
import { pythonScript } from '../../../../../src/core/scripts/pythonScript';
import type { ScriptStart, ScriptTask } from '../../../../../src/core/scripts/scriptTask';
import { workflowStep } from '../../../../../src/core/scripts/workflowStep';
import type { Simulator } from '../../../../../src/simulator/startSimulator';
import { simulatorsForTest } from '../../../simulator/support/simulators';

const YEAR_MS = 365 * 24 * 3_600_000;

export interface Ended {
  readonly code: number;
  readonly output: string;
}

const LANGUAGES = {
  bash: { write: bashScript, interpreter: 'bash', needs: 'curl', afterHours: afterHoursInBash },
  Python: { write: pythonScript, interpreter: 'python3', needs: 'python3', afterHours: afterHoursInPython },
  'GitHub Actions': {
    write: (task: ScriptTask) => inThisFolder(runBlockOf(workflowStep(task))),
    interpreter: 'bash',
    needs: 'curl',
    afterHours: afterHoursInBash,
  },
} as const;

/** A script that thinks that it has run for hours once it looks at its job, and doesn't sleep. */
export function afterHoursInBash(script: string): string {
  return `sleep() { :; }\nSECONDS=9000\n${script}`;
}

export function afterHoursInPython(script: string): string {
  return `import itertools, time
clock, looks = time.monotonic, itertools.count()
time.monotonic = lambda: clock() + min(next(looks), 1) * 9000
time.sleep = lambda seconds: None
${script}`;
}

export function accountOf({ accounts, baseUrl }: Simulator): ScriptTask['account'] {
  const [account] = accounts;
  assert.ok(account);
  return { kind: account.kind, sid: account.sid, baseUrl };
}

export function exportOf(simulator: Simulator, filters: Readonly<Record<string, string>>): ScriptStart {
  const url = new URL(
    `${simulator.baseUrl}${simulator.accounts[0]?.path}/ReportExport/agency_action_listing?ResultFormat=CSV`,
  );
  Object.entries(filters).forEach(([name, value]) => url.searchParams.set(name, value));
  return { kind: 'export', url };
}

export function contentOf(simulator: Simulator, jobId: string): Buffer {
  const result = simulator.resultOf(jobId);
  assert.ok(result);
  return result.read(0, result.lengthBytes);
}

/** A step's script without the folder of its own, so that its files lie where those of the others do. */
export function inThisFolder(block: string): string {
  return block.replace(/^mkdir .*\ncd .*\n/, '');
}

/** What the step's shell runs. */
export function runBlockOf(step: string): string {
  const block = /\n {2}run: \|\n([\s\S]*?)\n- uses/.exec(step)?.[1] ?? '';
  return block.replaceAll(/^ {4}/gm, '');
}

export function isThere(program: string): boolean {
  return spawnSync(program, ['--version']).status === 0;
}

/** The languages whose programs this machine has. */
export const languagesHere = Object.entries(LANGUAGES).filter(([, { needs }]) => isThere(needs));

/** Starts simulators and runs scripts in a folder of each test's own. To be called inside a `describe`. */
export function scriptsForTest() {
  const start = simulatorsForTest();
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'impact-jobs-scripts-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /**
   * Time runs 2,000 times as fast: what takes the simulator a minute takes the script 30 ms. A link lives a year,
   * which is four hours for the script: its five minutes would be over before a busy machine has started curl.
   */
  const startQuick: typeof start = (jobs, options) =>
    start(jobs, { clock: { now: () => Date.now() }, speed: 2_000, linkLifetimeMs: YEAR_MS, ...options });

  const run = (
    script: string,
    interpreter: string,
    token: string,
    more: NodeJS.ProcessEnv = {},
    ...args: string[]
  ): Promise<Ended> => {
    writeFileSync(path.join(folder, 'script'), script);
    const env = { ...process.env, IMPACT_AUTH_TOKEN: token, IMPACT_POLL_SECONDS: '0', ...more };
    return new Promise((resolve) => {
      execFile(interpreter, ['script', ...args], { cwd: folder, env }, (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : 1, output: stdout + stderr }),
      );
    });
  };
  return { start, startQuick, run, folder: () => folder };
}
