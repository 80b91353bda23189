import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { MANIFEST_FILE } from '../../../../src/core/savedExports/manifest';
import type { Simulator } from '../../../../src/simulator/startSimulator';
import type { FakeClock } from '../../../support/fakeClock';
import { aMember, type EngineForTest, statesOf } from './support/engineForTest';
import { runsForTest } from './support/runsForTest';

describe('The engine of runs', () => {
  const { begin, results, stored, manifestOf, membersOf, filesIn, finishJobs, untilEnded } = runsForTest();
  let simulator: Simulator;
  let clock: FakeClock;
  let owner: EngineForTest;

  beforeEach(async () => {
    ({ simulator, clock, owner } = await begin());
  });

  it('downloads each member of a set, writes the manifest, and leaves nothing stored', async () => {
    const run = await owner.engine.start(
      owner.plan('Monday', [aMember({ name: 'A', fileName: 'a.${ext}' }), aMember({ name: 'B', format: 'JSON' })]),
    );
    assert.deepEqual(statesOf(run), [
      ['A', 'waiting'],
      ['B', 'waiting'],
    ]);
    assert.deepEqual(membersOf('Monday'), [
      ['A', 'Monday', 'waiting', null],
      ['B', 'Monday', 'waiting', null],
    ]);
    await finishJobs();
    await untilEnded(1);
    assert.deepEqual(membersOf('Monday'), [
      ['A', 'Monday', 'downloaded', 'a.csv'],
      ['B', 'Monday', 'downloaded', 'result.json'],
    ]);
    assert.deepEqual(
      manifestOf('Monday')
        .files.map(({ file, bytes, job }) => [file, bytes, job.id])
        .sort(),
      ['a.csv', 'result.json'].map((file, index) => [
        file,
        readFileSync(path.join(results(), 'Monday', file)).length,
        run.members[index]?.job?.id,
      ]),
    );
    assert.deepEqual([readdirSync(stored()), owner.engine.runs, owner.problems], [[], [], []]);
  });

  it('gives each of two sets that share a member its own file and manifest', async () => {
    const runs = await Promise.all(
      ['Monday', 'Tuesday'].map((name) => owner.engine.start(owner.plan(name, [aMember()]))),
    );
    assert.equal(runs[0]?.members[0]?.job?.id, runs[1]?.members[0]?.job?.id, 'one job serves both');
    await finishJobs();
    await untilEnded(2);
    for (const name of ['Monday', 'Tuesday']) {
      assert.deepEqual(
        [membersOf(name), filesIn(name)],
        [[['Actions', name, 'downloaded', 'result.csv']], ['result.csv']],
      );
    }
  });

  it('gives an export that runs alone and in a set at once, into one folder, two files', async () => {
    const here = { folder: path.join(results(), 'here') };
    await Promise.all([
      owner.engine.start(owner.plan('Actions', [aMember()], { ...here, isSet: false })),
      owner.engine.start(owner.plan('Monday', [aMember()], here)),
    ]);
    await finishJobs();
    await untilEnded(2);
    assert.deepEqual(filesIn('here').sort(), ['result (2).csv', 'result.csv']);
    assert.deepEqual(
      manifestOf('here')
        .files.map(({ file, set }) => [file, set])
        .sort(),
      manifestOf('here')
        .members?.map(({ file, set }) => [file, set])
        .sort(),
    );
    assert.deepEqual(new Set(manifestOf('here').files.map(({ set }) => set)), new Set([null, 'Monday']));
  });

  it('gives two members with equal parameters a file, a name, and a manifest entry each, from one job', async () => {
    const monday = Date.UTC(2026, 10, 23, 14);
    assert.equal(clock.now(), monday, 'on a Monday, both periods are the same days');
    const days = (name: string, period: 'lastWeek' | 'last7Days', fileName?: string): ReturnType<typeof aMember> =>
      aMember({ name, period, filters: {}, fileName });
    const run = await owner.engine.start(
      owner.plan('Weeks', [
        days('Week', 'lastWeek'),
        days('Days', 'last7Days'),
        days('Named', 'last7Days', 'n.${ext}'),
      ]),
    );
    assert.equal(new Set(run.members.map(({ job }) => job?.id)).size, 1);
    await finishJobs();
    await untilEnded(1);
    assert.deepEqual(filesIn('Weeks').sort(), ['n.csv', 'result (2).csv', 'result.csv']);
    assert.deepEqual(
      manifestOf('Weeks')
        .files.map((entry) => [entry.export, entry.file, entry.period?.name])
        .sort(),
      [
        ['Days', 'result (2).csv', 'last7Days'],
        ['Named', 'n.csv', 'last7Days'],
        ['Week', 'result.csv', 'lastWeek'],
      ],
    );
  });

  it('makes no second file if the same export runs again with the same result', async () => {
    for (const count of [1, 2]) {
      await owner.engine.start(owner.plan('Monday', [aMember()]));
      await finishJobs();
      await untilEnded(count);
    }
    assert.deepEqual(filesIn('Monday'), ['result.csv']);
    assert.equal(manifestOf('Monday').files[0]?.job.existedBefore, true);
  });

  it('has the entry of a file in the manifest before its member counts as done, in case the process is killed', async () => {
    const seen: string[] = [];
    owner.engine.onDidChange((run) => {
      for (const { state, file } of run.members) {
        if (state === 'done') {
          const name = path.posix.basename(new URL(file?.uri ?? '').pathname);
          assert.ok(manifestOf('Monday').files.some((entry) => entry.file === name));
          seen.push(name);
        }
      }
    });
    await owner.engine.start(owner.plan('Monday', [aMember({ name: 'A', fileName: 'a.${ext}' })]));
    await finishJobs();
    await untilEnded(1);
    assert.ok(seen.includes('a.csv'));
  });

  it('names every member in the manifest: failed, skipped, downloaded', async () => {
    const failing = aMember({ name: 'Failing', format: 'XML' });
    const run = await owner.engine.start(
      owner.plan('Monday', [
        aMember({ name: 'Unknown', reportId: 'agency_nothing' }),
        failing,
        { ...aMember({ name: 'Gone' }), saved: undefined, accountId: '', skipped: 'Gone: not in the file.' },
        aMember({ name: 'Fine' }),
      ]),
    );
    simulator.finishJob(run.members[1]?.job?.id ?? '', { status: 'FAILED', message: 'Out of memory' });
    await finishJobs();
    await untilEnded(1);
    assert.deepEqual(
      manifestOf('Monday').members?.map((member) => [member.export, member.state, member.reason?.slice(0, 14) ?? null]),
      [
        ['Unknown', 'failed', 'Unknown: error'],
        ['Failing', 'failed', 'Failing: ended'],
        ['Gone', 'skipped', 'Gone: not in t'],
        ['Fine', 'downloaded', null],
      ],
    );
    assert.deepEqual(
      manifestOf('Monday').failed?.map((failure) => failure.export),
      ['Unknown', 'Failing', 'Gone'],
    );
  });

  it("counts a result as downloaded even if the manifest can't be written, and says so", async () => {
    mkdirSync(path.join(results(), 'Monday', `${MANIFEST_FILE}.lock`), { recursive: true });
    await owner.engine.start(owner.plan('Monday', [aMember()]));
    await finishJobs();
    await untilEnded(1);
    assert.deepEqual(statesOf(owner.ended[0]), [['Actions', 'done']]);
    assert.match(owner.ended[0]?.manifestProblem ?? '', /another process holds the lock/);
  });

  it('awaits the jobs that it replays, also if it cannot replay another one', async () => {
    const run = await owner.engine.start(
      owner.plan('Monday', [aMember({ name: 'A' }), aMember({ name: 'B', format: 'XML' })]),
    );
    await finishJobs();
    await untilEnded(1);
    const [first, second] = owner.ended[0]?.members ?? [];
    assert.ok(first && second);
    simulator.removeJob(second.job?.id ?? '');
    const again = await owner.engine.start(
      owner.plan(
        'Monday',
        [second, first].map((member) => ({ ...member, saved: undefined, replays: member.job?.id })),
      ),
    );
    assert.deepEqual(statesOf(again), [
      ['B', 'failed'],
      ['A', 'waiting'],
    ]);
    assert.equal(again.members[1]?.job?.replayOf, run.members[0]?.job?.id);
    await finishJobs();
    await untilEnded(2);
    assert.deepEqual(membersOf('Monday'), [
      ['B', 'Monday', 'failed', null],
      ['A', 'Monday', 'downloaded', 'result (2).csv'],
    ]);
  });
});
