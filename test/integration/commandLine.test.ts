import * as assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Job } from '../../src/core/jobs/job';
import { systemClock } from '../../src/core/clock';
import type { Manifest } from '../../src/core/savedExports/manifest';
import { EXTENSION_ID } from '../../src/vscode/ids';
import { waitUntil } from '../support/waitUntil';
import { clearResults, run, type SignedIn, signIn } from './support/extension';
import { FINISHED } from './support/someJobs';

const EXPORTS = ['Actions', 'Partners'];
const SAVED = {
  exports: [
    { name: 'Actions', reportId: 'agency_action_listing', period: 'lastMonth' },
    { name: 'Partners', reportId: 'agency_partner_listing', format: 'XML' },
  ],
  sets: [{ name: 'Both', exports: EXPORTS, folder: 'both' }],
};

describe('The command line beside a window', () => {
  let signedIn: SignedIn;
  const workspace = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
  const file = path.join(workspace, '.impact-jobs.json');
  const results = path.join(workspace, 'impact-results/both');

  /** Runs the program that the extension contains, as a user would: beside the window, for the same account. */
  function commandLine(...args: readonly string[]): Promise<{ readonly code: number; readonly said: string }> {
    const { simulator, sid, token } = signedIn;
    const program = vscode.extensions.getExtension(EXTENSION_ID)?.extensionPath ?? '';
    const env = {
      ...process.env,
      ELECTRON_RUN_AS_NODE: '1',
      IMPACT_ACCOUNT_SID: sid,
      IMPACT_AUTH_TOKEN: token,
      IMPACT_API_BASE_URL: simulator.baseUrl,
    };
    return new Promise((resolve) => {
      const words = [path.join(program, 'dist/cli.js'), ...args];
      const child = execFile(process.execPath, words, { cwd: workspace, env }, (_, stdout, stderr) =>
        resolve({ code: child.exitCode ?? -1, said: stdout + stderr }),
      );
    });
  }

  beforeEach(async () => {
    writeFileSync(file, JSON.stringify(SAVED));
    signedIn = await signIn([FINISHED], {
      clock: systemClock,
      exportJob: { queueMs: 0, runMs: 1, result: { rows: 400 } },
    });
  });

  afterEach(async () => {
    await clearResults(signedIn);
    rmSync(file, { force: true });
  });

  it('runs the same set at the same time, and both say the truth about the files', async () => {
    const [{ code, said }] = await Promise.all([
      commandLine('run', 'Both'),
      run<Job[]>('runSavedExport', 'Both').then(() => run('refresh')),
    ]);
    assert.equal(code, 0, said);
    await run('refresh');
    const manifest = (): Manifest =>
      JSON.parse(readFileSync(path.join(results, 'impact-manifest.json'), 'utf8')) as Manifest;
    await waitUntil(() => manifest().members?.every(({ state }) => state === 'downloaded') === true);
    const { files, members } = manifest();
    assert.deepEqual(members?.map((one) => one.export).sort(), EXPORTS);
    assert.deepEqual(files.map((one) => one.export).sort(), EXPORTS);
    for (const { file: name, sha256 } of files) {
      const bytes = readFileSync(path.join(results, name));
      assert.equal(createHash('sha256').update(bytes).digest('hex'), sha256);
    }
    await waitUntil(() => !readdirSync(results).some((name) => name.endsWith('.lock')));
    assert.deepEqual(readdirSync(results).sort(), [...files.map((one) => one.file), 'impact-manifest.json'].sort());
  });
});
