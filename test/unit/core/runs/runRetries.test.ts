import assert from 'node:assert/strict';
import type { ApiClient } from '../../../../src/core/api/apiClient';
import type { RunMember } from '../../../../src/core/runs/run';
import type { FaultEffect } from '../../../../src/simulator/fault';
import type { Simulator } from '../../../../src/simulator/startSimulator';
import type { FakeClock } from '../../../support/fakeClock';
import { passUntil } from '../../../support/passUntil';
import { waitUntil } from '../../../support/waitUntil';
import { HOUR_MS } from '../../simulator/support/simulators';
import { aMember, aSavedExport, type EngineForTest, statesOf } from './support/engineForTest';
import { aJob } from '../../../support/aJob';
import { runsForTest } from './support/runsForTest';

describe('A run whose requests fail', () => {
  const { begin, anEngine, manifestOf, finishJobs, untilEnded } = runsForTest();
  let simulator: Simulator;
  let client: ApiClient;
  let clock: FakeClock;
  let owner: EngineForTest;

  beforeEach(async () => {
    ({ simulator, client, clock, owner } = await begin());
  });

  const PASSING: readonly (readonly [what: string, effect: FaultEffect])[] = [
    ['a server error', { kind: 'answer', status: 503 }],
    ['the page of a firewall', { kind: 'answer', status: 403, body: 'firewall' }],
    ['the page of a portal with 200', { kind: 'answer', status: 200, body: 'html' }],
    ['a lost connection', { kind: 'cut', at: 'headers' }],
    ['a response that breaks off', { kind: 'cut', at: 10 }],
  ];
  const asked = (endpoint: string): number =>
    simulator.requests.filter((request) => request.endpoint === endpoint).length;

  for (const [what, effect] of PASSING) {
    it(`schedules an export again after ${what}, later and once`, async () => {
      simulator.setFault({ endpoint: 'reportExport', nth: [1, 2], ...effect });
      const others = [aMember({ name: 'B', format: 'JSON' }), aMember({ name: 'C', format: 'XML' })];
      const run = await owner.engine.start(owner.plan('Monday', [aMember({ name: 'A' }), ...others]));
      assert.deepEqual(statesOf(run), [
        ['A', 'planned'],
        ['B', 'planned'],
        ['C', 'waiting'],
      ]);
      assert.ok(run.members[0]?.sentence);
      assert.equal(manifestOf('Monday').members?.[0]?.state, 'waiting');
      await clock.advance(59_000);
      assert.equal(asked('reportExport'), 3);
      await clock.advance(1000);
      const members = (): readonly RunMember[] => owner.engine.runs[0]?.members ?? [];
      await waitUntil(() => members().every(({ state }) => state === 'waiting'));
      assert.equal(asked('reportExport'), 5);
      assert.deepEqual(
        members().map(({ job, sentence }) => [job?.isExisting, sentence]),
        [1, 2, 3].map(() => [false, undefined]),
      );
      assert.equal(new Set(members().map(({ job }) => job?.id)).size, 3);
      await finishJobs();
      await untilEnded(1);
      assert.ok(owner.ended[0]?.members.every(({ state }) => state === 'done'));
    });

    it(`replays a job again after ${what} only if that can't replay it twice`, async () => {
      const { filters } = aSavedExport();
      const job = await client.exportReport({ reportId: 'agency_action_listing', format: 'CSV', filters });
      simulator.finishJob(job.id);
      simulator.setFault({ endpoint: 'replay', nth: 1, ...effect });
      const member = { ...aMember(), saved: undefined, replays: job.id };
      const parameters = { reportId: 'agency_action_listing', reportName: 'x', format: 'CSV', filters: {} } as const;
      const run = await owner.engine.start(owner.plan('Again', [{ ...member, parameters }]));
      const isSafe = what === 'the page of a firewall';
      assert.equal(run.members[0]?.state, isSafe ? 'planned' : 'failed');
      await clock.advance(2 * HOUR_MS);
      await waitUntil(() => !isSafe || owner.engine.runs[0]?.members[0]?.state === 'waiting');
      assert.equal(asked('replay'), isSafe ? 2 : 1);
    });
  }

  it('knows its own job by its age if the response to its first request was lost', async () => {
    simulator.setFault({ endpoint: 'reportExport', nth: 1, kind: 'cut', at: 10 });
    await owner.engine.start(owner.plan('Monday', [aMember()]));
    await owner.poll();
    const [entry, ...others] = owner.store.account('an-account')?.entries.values() ?? [];
    assert.deepEqual([entry?.job.status, others], ['QUEUED', []], 'the job is there');
    simulator.finishJob(entry?.job.id ?? '');
    await clock.advance(60_000);
    await owner.poll();
    await untilEnded(1);
    const [member] = owner.ended[0]?.members ?? [];
    assert.deepEqual([member?.job?.id, member?.job?.isExisting], [entry?.job.id, false]);
  });

  it('takes a job for an existing one that is older than the first request that failed', async () => {
    await owner.engine.start(owner.plan('Monday', [aMember()]));
    await finishJobs();
    await untilEnded(1);
    clock.jump(simulator.now() - clock.now());
    simulator.setFault({ endpoint: 'reportExport', nth: 1, kind: 'answer', status: 503 });
    await owner.engine.start(owner.plan('Tuesday', [aMember()]));
    assert.equal(owner.engine.runs[0]?.members[0]?.state, 'planned');
    await clock.advance(60_000);
    await waitUntil(() => owner.engine.runs[0]?.members[0]?.job !== undefined || owner.ended.length === 2);
    const [member] = owner.engine.runs[0]?.members ?? owner.ended[1]?.members ?? [];
    assert.equal(member?.job?.isExisting, true);
  });

  it('replays an existing job by its age, by impact.com’s clock', async () => {
    const run = async (aheadMs: number): Promise<number> => {
      const engine = anEngine({ nowAt: () => clock.now() + aheadMs });
      await engine.poll();
      await engine.engine.start(engine.plan('Monday', [aMember({ existingJob: 'replay' })]));
      await finishJobs(engine);
      await untilEnded(1, engine);
      return asked('replay');
    };
    assert.equal(await run(0), 0, 'it is new');
    assert.equal(await run(5 * 60_000), 0, 'it was just created');
    assert.equal(await run(15 * 60_000), 1);
  });

  it('says that the next attempt to schedule it broke, and goes on waiting', async () => {
    simulator.setFault({ endpoint: 'reportExport', nth: 1, kind: 'answer', status: 503 });
    let isBroken = false;
    const engine = anEngine({
      exportsLeft: () => {
        if (isBroken) {
          throw new Error('no count');
        }
        return 100;
      },
    });
    await engine.engine.start(engine.plan('Monday', [aMember()]));
    isBroken = true;
    await clock.advance(60_000);
    await waitUntil(() => engine.problems.length > 1);
    assert.equal(engine.problems[1], "Can't schedule Monday: Error: no count");
    assert.deepEqual(statesOf(engine.engine.runs[0]), [['Actions', 'planned']]);
  });

  it('looks again at a job in error until impact.com no longer retries it', async () => {
    let seen = 0;
    let job = aJob({ id: 'a', status: 'ERROR', failedAt: clock.now(), createdAt: clock.now() });
    const engine = anEngine({
      schedule: (_run, { saved }) =>
        Promise.resolve({
          job,
          isExisting: false,
          parameters: { reportId: 'x', reportName: 'x', format: 'CSV' as const, filters: saved?.filters ?? {} },
          period: undefined,
        }),
      currentJob: () => {
        seen++;
        return Promise.resolve(job);
      },
    });
    await engine.engine.start(engine.plan('Monday', [aMember()]));
    await waitUntil(() => seen === 1);
    await clock.advance(5 * 60_000 - 1);
    assert.equal(seen, 1);
    await clock.advance(1);
    await waitUntil(() => seen === 2);
    assert.deepEqual(statesOf(engine.engine.runs[0]), [['Actions', 'waiting']]);
    job = aJob({ ...job, failedAt: clock.now() - 30 * 24 * HOUR_MS, createdAt: clock.now() - 31 * 24 * HOUR_MS });
    await clock.advance(5 * 60_000);
    await untilEnded(1, engine);
    assert.equal(engine.ended[0]?.members[0]?.sentence, 'Actions: ended');
  });

  it('tells of members that failed because no requests were left', async () => {
    const wrong = await owner.engine.start(owner.plan('Monday', [aMember({ reportId: 'nothing' })]));
    simulator.setFault({ endpoint: 'reportExport', kind: 'answer', status: 429 });
    const blocked = await owner.engine.start(owner.plan('Tuesday', [aMember()]));
    assert.deepEqual(
      [wrong, blocked].map(({ members: [member] }) => [member?.state, member?.isBlocked]),
      [
        ['failed', false],
        ['failed', true],
      ],
    );
  });

  it('goes on with exports that could not be scheduled in the next process', async () => {
    const clear = simulator.setFault({ endpoint: 'reportExport', kind: 'answer', status: 503 });
    await owner.engine.start(owner.plan('Monday', [aMember()]));
    await owner.engine.dispose();
    clear();
    const next = anEngine();
    await next.engine.resume();
    assert.deepEqual(statesOf(next.engine.runs[0]), [['Actions', 'waiting']]);
  });

  it('keeps waiting for a result that impact.com refuses for a while', async () => {
    simulator.setFault({ kind: 'answer', endpoint: 'download', status: 401, body: 'envelope', nth: 1 });
    await owner.engine.start(owner.plan('Monday', [aMember()]));
    await finishJobs();
    await waitUntil(() => owner.engine.runs[0]?.members[0]?.sentence !== undefined);
    assert.deepEqual(statesOf(owner.engine.runs[0]), [['Actions', 'waiting']]);
    await passUntil(clock, untilEnded(1));
    assert.deepEqual(statesOf(owner.ended[0]), [['Actions', 'done']]);
  });
});
