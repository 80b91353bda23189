import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ApiClient } from '../../../../src/core/api/apiClient';
import { ApiError } from '../../../../src/core/apiError';
import { DownloadError } from '../../../../src/core/download/downloadError';
import type { RunMember } from '../../../../src/core/runs/run';
import type { RunPorts } from '../../../../src/core/runs/runPorts';
import { type Manifest, MANIFEST_FILE } from '../../../../src/core/savedExports/manifest';
import type { Simulator } from '../../../../src/simulator/startSimulator';
import { anAccount } from '../../../support/anAccount';
import { aClient } from '../../../support/aClient';
import { FakeClock } from '../../../support/fakeClock';
import { temporaryFolder } from '../../../support/temporaryFolder';
import { waitUntil } from '../../../support/waitUntil';
import { HOUR_MS, simulatorsForTest } from '../../simulator/support/simulators';
import { aMember, EngineForTest } from './support/engineForTest';

describe('A member of a run whose job is done', () => {
  const startSimulator = simulatorsForTest();
  let engines: EngineForTest[];
  // Before the folder is removed, because an engine at work would create it again.
  afterEach(async () => {
    await Promise.all(engines.map(({ engine }) => engine.dispose()));
  });
  const folder = temporaryFolder();
  let simulator: Simulator;
  let client: ApiClient;
  let clock: FakeClock;

  function anEngine(change: Partial<RunPorts> = {}): EngineForTest {
    const [results = '', runs = ''] = ['results', 'runs'].map((name) => path.join(folder.path(), name));
    const engine = new EngineForTest(client, clock, results, runs, change);
    engines.push(engine);
    return engine;
  }

  /** Runs one export until its run ends, and returns what has become of it. */
  async function runToEnd(engine: EngineForTest): Promise<RunMember> {
    await engine.engine.start(engine.plan('Monday', [aMember()]));
    simulator.advance(HOUR_MS);
    await engine.poll();
    await waitUntil(() => engine.ended.length === 1);
    return engine.ended[0]?.members[0] ?? assert.fail();
  }

  const files = (): string[] => readdirSync(path.join(folder.path(), 'results/Monday'));
  const manifest = (): Manifest =>
    JSON.parse(readFileSync(path.join(folder.path(), 'results/Monday', MANIFEST_FILE), 'utf8')) as Manifest;

  beforeEach(async () => {
    simulator = await startSimulator([], { rowsPerDay: 20 });
    clock = new FakeClock(simulator.now());
    client = aClient(simulator, clock);
    engines = [];
  });

  it('fails at once if its result cannot be had, and says why', async () => {
    const full = new DownloadError('diskFull', 'The disk is full');
    const engine = anEngine({ download: () => Promise.reject(full) });
    const { state, sentence, file } = await runToEnd(engine);
    assert.deepEqual([state, sentence, file], ['failed', 'Actions: error DownloadError: The disk is full', undefined]);
    assert.deepEqual(
      manifest().failed?.map(({ export: name }) => name),
      ['Actions'],
    );
    assert.match(engine.problems.join('\n'), /^Can't download the result of [\w-]+: DownloadError: The disk is full$/);
  });

  it('is canceled if the user cancels its download', async () => {
    const engine = anEngine();
    engine.beforeDownload = () => engine.stops.get('Actions')?.abort();
    const { state, sentence, file } = await runToEnd(engine);
    assert.deepEqual([state, sentence, file], ['cancelled', 'Actions: downloadCancelled', undefined]);
    assert.deepEqual(files(), [MANIFEST_FILE]);
  });

  it('has its file also if its rows cannot be counted', async () => {
    const engine = anEngine({ countRows: () => Promise.reject(new Error('not a table')) });
    const { state, file } = await runToEnd(engine);
    assert.deepEqual([state, file?.rows], ['done', undefined]);
    assert.ok((file?.bytes ?? 0) > 0);
    assert.equal(manifest().files[0]?.rows, null);
    assert.match(engine.problems.join('\n'), /^Can't count the rows of .*result\.csv: Error: not a table$/);
  });

  it('has its rows and bytes in the manifest, and no sentence', async () => {
    const { state, file, sentence } = await runToEnd(anEngine());
    assert.deepEqual([state, sentence, file?.rows], ['done', undefined, 20 * 31]);
    const [entry] = manifest().files;
    assert.deepEqual([entry?.rows, entry?.bytes], [file?.rows, file?.bytes]);
  });

  it('is not downloaded while it runs, nor without a list that says so', async () => {
    const engine = anEngine();
    let downloads = 0;
    engine.beforeDownload = () => void downloads++;
    await engine.engine.start(engine.plan('Monday', [aMember()]));
    await engine.poll();
    await clock.advance(HOUR_MS);
    assert.deepEqual([downloads, engine.engine.runs[0]?.members[0]?.state], [0, 'waiting']);
  });

  it('is kept beside a manifest that nobody can read, which gets another name', async () => {
    await runToEnd(anEngine());
    writeFileSync(path.join(folder.path(), 'results/Monday', MANIFEST_FILE), '{ "files": [');
    clock.jump(simulator.now() - clock.now());
    const engine = anEngine();
    const { state } = await runToEnd(engine);
    assert.equal(state, 'done');
    assert.equal(manifest().files.length, 1);
    assert.match(engine.problems.join('\n'), /^Can't read the manifest\. It was renamed to /);
    assert.equal(files().length, 3, files().join());
  });
});

describe('A member of a run that cannot be requested', () => {
  const folder = temporaryFolder();

  it('says whether that is only because no requests are left', async () => {
    for (const [kind, isBlocked] of [
      ['rateLimited', true],
      ['budget', true],
      ['forbidden', false],
    ] as const) {
      const clock = new FakeClock();
      const client = { account: anAccount() } as ApiClient;
      const [results = '', runs = ''] = ['results', 'runs'].map((name) => path.join(folder.path(), kind, name));
      const schedule = (): Promise<never> => Promise.reject(new ApiError(kind, ''));
      const test = new EngineForTest(client, clock, results, runs, { schedule });
      await test.engine.start(test.plan('Monday', [aMember()]));
      const { ended } = test;
      assert.deepEqual([ended[0]?.members[0]?.state, ended[0]?.members[0]?.isBlocked], ['failed', isBlocked], kind);
      await test.engine.dispose();
    }
  });
});
