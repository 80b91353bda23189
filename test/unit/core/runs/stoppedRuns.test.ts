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
      manifestOf('Monday').members?.map(({ state, job }) => [state, job !== null]),
      [
        ['cancelled', true],
        ['cancelled', false],
        ['cancelled', false],
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
