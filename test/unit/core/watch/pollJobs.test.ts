import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { ApiClient } from '../../../../src/core/api/apiClient';
import { Transport } from '../../../../src/core/api/transport';
import { JobStore } from '../../../../src/core/jobs/jobStore';
import type { Job } from '../../../../src/core/jobs/job';
import type { Transition } from '../../../../src/core/jobs/snapshot';
import { pollJobs, type PollOptions } from '../../../../src/core/watch/pollJobs';
import { JobPauses } from '../../../../src/core/watch/jobPauses';
import type { Fault } from '../../../../src/simulator/fault';
import type { NewJob } from '../../../../src/simulator/jobScript';
import type { Simulator } from '../../../../src/simulator/startSimulator';
import { accountOf, aClient } from '../../../support/aClient';
import { aJob } from '../../../support/aJob';
import { anAccount } from '../../../support/anAccount';
import { FakeClock } from '../../../support/fakeClock';
import { serversForTest } from '../../../support/serversForTest';
import {
  aCompletedJob,
  aRunningJob,
  DAY_MS,
  FIRST_ID,
  HOUR_MS,
  MINUTE_MS,
  SECOND_ID,
  simulatorsForTest,
} from '../../simulator/support/simulators';

const SECOND_MS = 1000;

describe('A poll of the list', () => {
  const start = simulatorsForTest();
  const servers = serversForTest();
  let clock: FakeClock;
  let store: JobStore;
  let transitions: Transition[];
  let askedBefore: number;
  let pauses: JobPauses;

  beforeEach(() => {
    clock = new FakeClock();
    pauses = new JobPauses(clock);
    store = new JobStore(clock);
    transitions = [];
    store.onDidChange((change) => transitions.push(...change.transitions));
  });

  const rows = (): string[] =>
    [...(store.snapshot.accounts[0]?.entries.values() ?? [])].map(({ job }) => `${job.id} ${job.status}`);
  const asked = (simulator: Simulator): string[] =>
    simulator.requests.slice(askedBefore).map(({ endpoint }) => endpoint ?? '');
  const look = (
    simulator: Pick<Simulator, 'baseUrl' | 'accounts'>,
    change: Partial<PollOptions> = {},
  ): Promise<unknown> =>
    pollJobs({
      client: aClient(simulator, clock),
      store,
      clock,
      lookbackDays: 7,
      signal: new AbortController().signal,
      pauses,
      ...change,
    });

  /** A week of jobs and some that are older; all of them are known here. */
  async function known(jobs: readonly NewJob[]): Promise<Simulator> {
    const simulator = await start(jobs, { clock });
    store.setAccounts([accountOf(simulator)]);
    await look(simulator, { lookbackDays: 90 });
    askedBefore = simulator.requests.length;
    transitions.length = 0;
    return simulator;
  }

  it('requests active jobs that left the list one by one and keeps them', async () => {
    const simulator = await known([
      aRunningJob({ id: FIRST_ID, createdAgoMs: 10 * DAY_MS, runMs: 20 * DAY_MS }),
      aCompletedJob({ id: SECOND_ID }),
    ]);
    const before = store.snapshot.accounts[0]?.entries.get(FIRST_ID)?.job.percent;
    await clock.advance(2 * DAY_MS);
    await look(simulator);
    assert.deepEqual(asked(simulator), ['list', 'job']);
    assert.deepEqual(rows().sort(), [`${FIRST_ID} RUNNING`, `${SECOND_ID} COMPLETED`]);
    assert.ok(
      (store.snapshot.accounts[0]?.entries.get(FIRST_ID)?.job.percent ?? 0) > (before ?? 0),
      'and it is as it is by now',
    );
  });

  it('drops such a job without reporting an end if impact.com says twice that it no longer knows it', async () => {
    const simulator = await known([aRunningJob({ id: FIRST_ID, createdAgoMs: 10 * DAY_MS, runMs: 20 * DAY_MS })]);
    simulator.removeJob(FIRST_ID);
    await look(simulator);
    assert.deepEqual([asked(simulator), rows()], [['list', 'job'], [`${FIRST_ID} RUNNING`]]);
    await clock.advance(5 * SECOND_MS);
    await look(simulator);
    assert.deepEqual([asked(simulator).length, rows(), transitions], [4, [], []]);
    await clock.advance(HOUR_MS);
    await look(simulator);
    assert.equal(asked(simulator).length, 5, 'and asks for it no more');
  });

  describe('with such a job whose request fails', () => {
    const FAULTS: Readonly<Record<string, Fault>> = {
      ...Object.fromEntries(
        [400, 401, 403, 408, 500, 503].map((status) => [
          `HTTP ${status}`,
          { kind: 'answer', status, body: 'envelope', endpoint: 'job' } as const,
        ]),
      ),
      'HTTP 404, once': { kind: 'answer', status: 404, endpoint: 'job', nth: 1 },
      'a page of HTML': { kind: 'answer', status: 200, body: 'html', endpoint: 'job' },
      'a reset connection': { kind: 'cut', at: 'headers', endpoint: 'job' },
      'a cut body': { kind: 'cut', at: 10, endpoint: 'job' },
    };

    /** Answers that won't change soon. A page of something in between isn't one. */
    const LASTING = /^HTTP 40[013]$/;

    for (const [name, fault] of Object.entries(FAULTS)) {
      it(`keeps the job and succeeds: ${name}`, async () => {
        const simulator = await known([
          aRunningJob({ id: FIRST_ID, createdAgoMs: 10 * DAY_MS, runMs: 20 * DAY_MS }),
          aRunningJob({ id: SECOND_ID, runMs: DAY_MS }),
        ]);
        simulator.setFault(fault);
        for (let turn = 0; turn < 60; turn++) {
          await look(simulator, { turn });
          assert.deepEqual(rows().sort(), [`${FIRST_ID} RUNNING`, `${SECOND_ID} RUNNING`]);
          assert.equal(store.snapshot.accounts[0]?.sync.kind, 'current');
          await clock.advance(10 * SECOND_MS);
        }
        const singles = asked(simulator).filter((endpoint) => endpoint === 'job').length;
        assert.ok(fault.nth === 1 || (singles >= 1 && singles <= 8), `${singles} requests in ten minutes`);
        simulator.clearFaults();
        await clock.advance(LASTING.test(name) ? 30 * MINUTE_MS : 5 * MINUTE_MS);
        const before = asked(simulator).length;
        await look(simulator);
        assert.deepEqual(asked(simulator).slice(before), ['list', 'job']);
      });
    }

    it('waits as long as the server asks', async () => {
      const simulator = await known([aRunningJob({ id: FIRST_ID, createdAgoMs: 10 * DAY_MS, runMs: 20 * DAY_MS })]);
      simulator.setFault({ kind: 'answer', status: 503, retryAfter: 600, endpoint: 'job' });
      for (let turn = 0; turn < 60; turn++) {
        await look(simulator, { turn });
        await clock.advance(9 * SECOND_MS);
      }
      assert.equal(asked(simulator).filter((endpoint) => endpoint === 'job').length, 1);
    });
  });

  it('keeps jobs that began before the period and ended in it, without a request, but no earlier ones', async () => {
    const simulator = await known([
      aCompletedJob({ id: FIRST_ID, createdAgoMs: 10 * DAY_MS, queueMs: 0, runMs: 9 * DAY_MS }),
      aCompletedJob({ id: SECOND_ID, createdAgoMs: 10 * DAY_MS, queueMs: 0, runMs: HOUR_MS }),
    ]);
    assert.equal(rows().length, 2);
    await look(simulator);
    assert.deepEqual([asked(simulator), rows(), transitions], [['list'], [`${FIRST_ID} COMPLETED`], []]);
  });

  it('lists every job of the last day at every hour, although the account is west of UTC', async () => {
    for (let hour = 0; hour < 24; hour++) {
      clock = new FakeClock(Date.UTC(2026, 10, 23, hour, 30));
      store = new JobStore(clock);
      pauses = new JobPauses(clock);
      const simulator = await start([aCompletedJob({ id: FIRST_ID, createdAgoMs: 24 * HOUR_MS - MINUTE_MS })], {
        clock,
      });
      store.setAccounts([accountOf(simulator)]);
      await look(simulator, { lookbackDays: 1 });
      assert.deepEqual(rows(), [`${FIRST_ID} COMPLETED`], `at ${hour}:30 UTC`);
    }
  });

  it('of single jobs instead makes the account current, too', async () => {
    const jobs = [aRunningJob({ id: FIRST_ID }), aCompletedJob({ id: SECOND_ID }), aCompletedJob()];
    const simulator = await start(jobs, { clock, lists: { pageSize: 1 } });
    const client = aClient(simulator, clock);
    const { id } = client.account;
    store.setAccounts([client.account]);
    await look(simulator, { client });
    askedBefore = simulator.requests.length;
    await clock.advance(10 * SECOND_MS);
    const sparing = { listedAtMs: clock.now() - 10 * SECOND_MS, listEveryMs: HOUR_MS };
    assert.deepEqual(await look(simulator, { client, sparing }), { listedAtMs: undefined });
    assert.deepEqual(asked(simulator), ['job']);
    const sync = store.account(id)?.sync;
    assert.ok(sync?.kind === 'current' && sync.atMs === clock.now());
    await clock.advance(10 * SECOND_MS);
    assert.deepEqual(await look(simulator, { client, sparing: { ...sparing, listEveryMs: 0 } }), {
      listedAtMs: clock.now(),
    });
  });

  it('of a part of the list keeps jobs that can be in the rest of it, and no older ones', async () => {
    const simulator = await start(
      Array.from({ length: 3 }, () => aCompletedJob()),
      { clock, lists: { pageSize: 2, isCounted: true, isStuck: true } },
    );
    const account = accountOf(simulator);
    store.setAccounts([account]);
    const ended = (id: string, daysAgo: number): Job =>
      aJob({
        ...{ id, status: 'COMPLETED' },
        createdAt: clock.now() - daysAgo * DAY_MS,
        completedAt: clock.now() - daysAgo * DAY_MS + MINUTE_MS,
      });
    store.applyList(account.id, [ended('a', 5), ended('b', 8.9), ended('c', 9.1)]);
    await look(simulator);
    const kept = [...(store.account(account.id)?.entries.keys() ?? [])].filter((id) => id.length === 1);
    assert.deepEqual(kept.sort(), ['a', 'b']);
  });

  it('invents no status for a job that left the period', async () => {
    const simulator = await known([aRunningJob({ id: FIRST_ID }), aCompletedJob({ id: SECOND_ID })]);
    simulator.removeJob(FIRST_ID);
    simulator.removeJob(SECOND_ID);
    await look(simulator);
    await clock.advance(5 * SECOND_MS);
    await look(simulator);
    assert.deepEqual([rows(), transitions], [[], []]);
  });

  it('requests at most five jobs one by one and others at the next poll', async () => {
    const ids = Array.from({ length: 8 }, (_, index) => `${index}1111111-1111-4111-8111-111111111111`);
    const simulator = await known(ids.map((id) => aRunningJob({ id, createdAgoMs: 10 * DAY_MS, runMs: 20 * DAY_MS })));
    for (const turn of [0, 1]) {
      await look(simulator, { turn });
    }
    const single = simulator.requests
      .slice(askedBefore)
      .filter(({ endpoint }) => endpoint === 'job')
      .map(({ path }) => path.split('/').at(-1));
    assert.deepEqual([single.length, new Set(single).size], [10, 8]);
    assert.equal(rows().length, 8);
  });

  describe('with a response older than newer knowledge', () => {
    const account = anAccount();
    const running = aJob({ id: 'x', status: 'RUNNING', createdAt: 0, startedAt: 0 });
    const body = (job: Job): string =>
      JSON.stringify({
        Id: job.id,
        Status: job.status,
        CreatedDate: '1970-01-01T00:00:00Z',
        StartedDate: '1970-01-01T00:00:00Z',
      });

    /** An API that does something before it answers. */
    async function lookWhile(
      list: readonly string[],
      act: (path: string) => void,
      options: Partial<PollOptions> = {},
    ): Promise<void> {
      const url = await servers.http(({ url: path = '' }, response: ServerResponse) => {
        act(path);
        response.end(path.includes('/Jobs/') ? body(running) : `[${list.join()}]`);
      });
      const owner = { ...account, baseUrl: url.origin };
      store.setAccounts([owner]);
      store.applyList(account.id, [running]);
      const client = new ApiClient({
        account: owner,
        transport: new Transport(clock),
        clock,
        readToken: () => Promise.resolve('token'),
      });
      const { signal } = new AbortController();
      await pollJobs({ client, store, clock, lookbackDays: 7, signal, pauses, ...options });
    }

    it("doesn't undo a replay if the job is in the list", async () => {
      await lookWhile([body(running)], () =>
        store.applyJob(account.id, { ...running, status: 'QUEUED', statusText: 'QUEUED' }),
      );
      assert.deepEqual(rows(), ['x QUEUED']);
    });

    it("doesn't undo a replay if the job was requested separately", async () => {
      await lookWhile(
        [],
        (path) =>
          path.includes('/Jobs/') && store.applyJob(account.id, { ...running, status: 'QUEUED', statusText: 'QUEUED' }),
      );
      assert.deepEqual(rows(), ['x QUEUED']);
    });

    it("doesn't remove a job created since", async () => {
      await lookWhile(
        [body(running)],
        (path) =>
          path.includes('/Jobs/') ||
          store.applyJob(account.id, aJob({ id: 'new', status: 'QUEUED', createdAt: clock.now() })),
      );
      assert.deepEqual(rows().sort(), ['new QUEUED', 'x RUNNING']);
    });

    it('is ignored if it is no longer needed', async () => {
      const abort = new AbortController();
      await lookWhile([body({ ...running, status: 'COMPLETED' })], () => abort.abort(), { signal: abort.signal }).catch(
        () => undefined,
      );
      assert.deepEqual(rows(), ['x RUNNING']);
    });
  });

  it('is one request, however many jobs are active', async () => {
    const simulator = await known(
      Array.from({ length: 40 }, () => aRunningJob({ createdAgoMs: MINUTE_MS, runMs: HOUR_MS })),
    );
    await look(simulator);
    assert.deepEqual(asked(simulator), ['list']);
  });
});
