import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { PAUSE } from '../../../../src/core/download/pause';
import type { Simulator } from '../../../../src/simulator/startSimulator';
import { waitUntil } from '../../../support/waitUntil';
import { aMember, type EngineForTest, statesOf } from './support/engineForTest';
import { runsForTest } from './support/runsForTest';

describe('A run that the user stops', () => {
  const { begin, anEngine, results, stored, manifestOf, membersOf, finishJobs, untilEnded } = runsForTest();
  let simulator: Simulator;
  let owner: EngineForTest;

  beforeEach(async () => {
    ({ simulator, owner } = await begin());
  });

  it('keeps a run while a download is paused, and goes on when the user does', async () => {
    owner.beforeDownload = ({ member }) => (member.export === 'A' ? owner.stops.get('A')?.abort(PAUSE) : undefined);
    await owner.engine.start(owner.plan('Monday', [aMember({ name: 'A' }), aMember({ name: 'B', format: 'JSON' })]));
    await finishJobs();
    await waitUntil(() => owner.engine.runs[0]?.members[0]?.state === 'paused');
    await waitUntil(
      () =>
        manifestOf('Monday')
          .members?.map(({ state }) => state)
          .join() === 'waiting,downloaded',
    );
    await finishJobs(); // further lists don't continue what the user has paused
    assert.deepEqual([statesOf(owner.engine.runs[0])[0], owner.ended], [['A', 'paused'], []]);
    owner.beforeDownload = () => undefined;
    const { accountId, job } = owner.engine.runs[0]?.members[0] ?? {};
    const [file] = await Promise.all(owner.engine.resumePaused(accountId ?? '', job?.id ?? ''));
    assert.equal(path.basename(file?.uri ?? ''), 'result.csv');
    await untilEnded(1);
    assert.deepEqual(membersOf('Monday'), [
      ['A', 'Monday', 'downloaded', 'result.csv'],
      ['B', 'Monday', 'downloaded', 'result.json'],
    ]);
  });

  it('pauses a job in each run that waits for it in this folder, and in no other', async () => {
    const here = { folder: path.join(results(), 'here') };
    await owner.engine.start(owner.plan('Monday', [aMember()], here));
    await owner.engine.start(owner.plan('Tuesday', [aMember()], here));
    await owner.engine.start(owner.plan('Wednesday', [aMember()]));
    let downloads = 0;
    owner.beforeDownload = ({ run }) => {
      downloads++;
      if (run.folder === here.folder) {
        owner.stops.get('Actions')?.abort(PAUSE);
      }
    };
    await finishJobs();
    await untilEnded(1);
    await waitUntil(() => owner.engine.runs.every(({ members: [member] }) => member?.state === 'paused'));
    assert.deepEqual(
      [owner.engine.runs.map(({ name }) => name), owner.ended.map(({ name }) => name), downloads],
      [['Monday', 'Tuesday'], ['Wednesday'], 2],
    );
    const id = owner.engine.runs[0]?.members[0]?.job?.id ?? '';
    assert.deepEqual(owner.engine.resumePaused('another', id), []);
    assert.deepEqual(owner.engine.resumePaused('an-account', 'other'), []);
    await owner.engine.cancelPaused('another', id);
    assert.equal(owner.engine.runs.length, 2);
    owner.beforeDownload = () => undefined;
    const uris = (await Promise.all(owner.engine.resumePaused('an-account', id))).map((file) => file?.uri);
    assert.equal(new Set(uris).size, 2);
    await untilEnded(3);
  });

  it('discards what a paused download has left, once, when its run is canceled', async () => {
    const discarded: (string | undefined)[] = [];
    const engine = anEngine({
      discard: (run, member) => {
        discarded.push(`${run.name} ${member.export}`);
        return Promise.reject(new Error('in use'));
      },
    });
    engine.beforeDownload = ({ member }) => (member.export === 'A' ? engine.stops.get('A')?.abort(PAUSE) : undefined);
    const run = await engine.engine.start(engine.plan('Monday', [aMember({ name: 'A' })]));
    await finishJobs(engine);
    await waitUntil(() => engine.engine.runs[0]?.members[0]?.state === 'paused');
    await engine.engine.cancel('another');
    assert.deepEqual([engine.engine.runs.length, discarded], [1, []]);
    await engine.engine.cancel(run.id);
    assert.deepEqual(
      [statesOf(engine.ended[0]), engine.ended[0]?.isCancelled, discarded, engine.problems],
      [[['A', 'cancelled']], true, ['Monday A'], ["Can't discard a download: Error: in use"]],
    );
  });

  it('is canceled, not failed, if that breaks a download', async () => {
    let isDownloading = false;
    const engine = anEngine({
      download: ({ signal }) => {
        isDownloading = true;
        return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('broken off'))));
      },
    });
    const run = await engine.engine.start(engine.plan('Monday', [aMember()]));
    await finishJobs(engine);
    await waitUntil(() => isDownloading);
    await engine.engine.cancel(run.id);
    const [member] = engine.ended[0]?.members ?? [];
    assert.deepEqual([member?.state, member?.sentence, engine.problems], ['cancelled', 'Actions: cancelled', []]);
    await engine.engine.cancel(run.id);
    assert.equal(engine.ended.length, 1);
  });

  it('ends a member whose paused download is discarded as canceled', async () => {
    owner.beforeDownload = () => owner.stops.get('Actions')?.abort(PAUSE);
    const run = await owner.engine.start(owner.plan('Monday', [aMember()]));
    await finishJobs();
    await waitUntil(() => owner.engine.runs[0]?.members[0]?.state === 'paused');
    await owner.engine.cancelPaused('an-account', run.members[0]?.job?.id ?? '');
    assert.deepEqual(
      [statesOf(owner.ended[0]), membersOf('Monday')],
      [[['Actions', 'cancelled']], [['Actions', 'Monday', 'cancelled', null]]],
    );
  });

  it('says of a run that is canceled while it is scheduled what was requested and what was not', async () => {
    simulator.setFault({ kind: 'delay', endpoint: 'reportExport', nth: 2, delayMs: 60_000 });
    const formats = { A: 'CSV', B: 'JSON', C: 'XML' } as const;
    const members = Object.entries(formats).map(([name, format]) => aMember({ name, format }));
    const started = owner.engine.start(owner.plan('Monday', members));
    await waitUntil(() => owner.engine.runs[0]?.members[0]?.state === 'waiting');
    await owner.engine.cancel(owner.engine.runs[0]?.id ?? '');
    assert.deepEqual(statesOf(await started), [
      ['A', 'cancelled'],
      ['B', 'cancelled'],
      ['C', 'cancelled'],
    ]);
    assert.deepEqual(
      manifestOf('Monday').members?.map(({ state, job, reason }) => [state, job !== null, reason]),
      [
        ['cancelled', true, 'A: cancelled'],
        ['cancelled', false, 'B: cancelled'],
        ['cancelled', false, 'C: cancelled'],
      ],
    );
    assert.deepEqual([readdirSync(stored()), owner.ended.length], [[], 1]);
  });

  it('keeps a result that arrives while its run is canceled', async () => {
    owner.beforeDownload = () => void owner.engine.cancel(owner.engine.runs[0]?.id ?? '');
    await owner.engine.start(owner.plan('Monday', [aMember()]));
    await finishJobs();
    await untilEnded(1);
    const [[, state] = []] = statesOf(owner.ended[0]);
    assert.deepEqual(existsSync(path.join(results(), 'Monday', 'result.csv')), state === 'done');
  });

  it('cancels a run of many members with one write of the manifest, not one for each', async () => {
    let writes = 0;
    const engine = anEngine({
      exportsLeft: () => 0,
      checkFolder: () => {
        writes++;
        return Promise.resolve();
      },
    });
    const members = Array.from({ length: 150 }, (_, index) => aMember({ name: `Day ${index}` }));
    const run = await engine.engine.start(engine.plan('Days', members, { waitsForLimits: true }));
    const before = writes;
    await engine.engine.cancel(run.id);
    assert.ok(writes - before <= 2, `${writes - before} writes`);
    assert.equal(manifestOf('Days').members?.filter(({ state }) => state === 'cancelled').length, 150);
  });
});
