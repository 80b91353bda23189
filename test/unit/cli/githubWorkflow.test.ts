import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { githubWorkflow } from '../../../src/core/scripts/githubWorkflow';
import { type Simulator, startSimulator } from '../../../src/simulator/startSimulator';
import { temporaryFolder } from '../../support/temporaryFolder';
import { CliProgram } from './support/cliProgram';

const NAMES = ["It's 50% off", '$HOME ${{ secrets.IMPACT_AUTH_TOKEN }} `id`', 'A: #b "c"', '-n', '--dry-run'];
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly version: string };

describe('A workflow for GitHub Actions', () => {
  const files = temporaryFolder();
  let program: CliProgram;
  let simulator: Simulator;

  before(async () => {
    program = await CliProgram.install();
  });
  after(() => program.remove());
  beforeEach(async () => {
    simulator = await startSimulator({
      scenario: 'empty',
      exportJob: { queueMs: 0, runMs: 1, result: { bytes: 1000 } },
    });
  });
  afterEach(() => simulator.close());

  function workflow(names: readonly string[], brandId?: string): string {
    const [account] = simulator.accounts;
    assert.ok(account);
    const { kind, sid } = account;
    return githubWorkflow({ account: { kind, sid, brandId, baseUrl: simulator.baseUrl }, names, version });
  }

  /** What the step's shell runs, and what the step sets. */
  function stepOf(text: string): { readonly script: string; readonly environment: Record<string, string> } {
    const [, script = ''] = /^ {8}run: \|\n((?: {10}.*\n)+)/m.exec(text) ?? [];
    const [, lines = ''] = /^ {8}env:\n((?: {10}.*\n)+)/m.exec(text) ?? [];
    const environment = Object.fromEntries(
      [...lines.matchAll(/^ {10}(\w+): '?(.*?)'?$/gm)].map(([, name = '', value = '']) => [name, value]),
    );
    return { script: script.replace(/^ {10}/gm, ''), environment };
  }

  it('runs what it names, with the packed command line, and puts the results where it looks for them', async () => {
    const saved = NAMES.map((name) => ({
      name,
      reportId: 'agency_action_listing',
      period: 'yesterday',
      folder: 'all',
    }));
    files.write('.impact-jobs.json', JSON.stringify({ exports: saved }));
    copyFileSync(program.tarball, path.join(files.path(), `impact-jobs-${version}.tgz`));
    const { script, environment } = stepOf(workflow(NAMES));
    assert.equal(environment['IMPACT_AUTH_TOKEN'], '${{ secrets.IMPACT_AUTH_TOKEN }}');
    await promisify(execFile)('bash', ['-e', '-o', 'pipefail', '-c', script], {
      cwd: files.path(),
      env: {
        ...environment,
        PATH: process.env['PATH'],
        IMPACT_AUTH_TOKEN: simulator.accounts[0]?.token,
        IMPACT_JOBS_STATE: path.join(files.path(), 'state'),
        npm_config_cache: path.join(files.path(), 'cache'),
        npm_config_offline: 'true',
      },
    });
    assert.ok(existsSync(path.join(files.path(), 'impact-results/all/impact-manifest.json')));
  });

  it('uploads them, and names the brand that an agency reaches', () => {
    const text = workflow(['Spend'], '4711');
    assert.match(text, /^ {10}path: impact-results$/m);
    assert.match(text, /impact-jobs run --account 4711 --timeout 170 -- 'Spend'$/m);
    assert.equal(stepOf(text).environment['IMPACT_ACCOUNT_KIND'], 'agency');
  });

  it('contains no expression but its own, whatever the names are', () => {
    const expressions = [...workflow(NAMES).matchAll(/\$\{\{.*?\}\}/g)].map(([expression]) => expression);
    assert.deepEqual(expressions, ['${{ secrets.IMPACT_AUTH_TOKEN }}', '${{ !cancelled() }}']);
  });
});
