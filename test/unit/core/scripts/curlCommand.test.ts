import * as assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Simulator } from '../../../../src/simulator/startSimulator';
import { curlOf } from '../../../../src/core/scripts/curlCommand';
import { anAccount } from '../../../support/anAccount';
import { aJob } from '../../../support/aJob';
import { aCompletedJob, simulatorsForTest } from '../../simulator/support/simulators';

describe('A copied curl command', () => {
  const start = simulatorsForTest();
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'impact-jobs-curl-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  async function run(simulator: Simulator, id: string, apiVersion?: number): Promise<void> {
    const [own] = simulator.accounts;
    assert.ok(own);
    const account = anAccount({ kind: own.kind, sid: own.sid, baseUrl: simulator.baseUrl });
    const command = curlOf(account, aJob({ id, status: 'COMPLETED', resultUri: '/Download' }), apiVersion);
    assert.ok(!command.includes(own.token));
    const env = { ...process.env, IMPACT_AUTH_TOKEN: own.token };
    await promisify(execFile)('bash', ['-c', command], { cwd: folder, env });
  }

  it('downloads the result with the token from the environment', async () => {
    const simulator = await start([aCompletedJob({ id: 'c1' })]);
    await run(simulator, 'c1');
    assert.equal(readdirSync(folder).length, 1);
  });

  it('asks for the version of the API that the extension asks for', async () => {
    for (const [apiVersion, sent] of [
      [undefined, '3'],
      [0, '3'],
      [7, '7'],
    ] as const) {
      const simulator = await start([aCompletedJob({ id: 'c1' })]);
      await run(simulator, 'c1', apiVersion);
      assert.equal(simulator.requests[0]?.headers['ir-version'], sent);
      readdirSync(folder).forEach((name) => rmSync(path.join(folder, name)));
    }
  });

  it('sends one request for an ID that curl could read as many', async () => {
    const simulator = await start([]);
    await assert.rejects(run(simulator, 'c[1-40]{a,b}'));
    assert.equal(simulator.requests.length, 1);
    assert.deepEqual(readdirSync(folder), []);
  });
});
