import assert from 'node:assert/strict';
import type { RequestReport } from '../../../../src/core/api/apiConnection';
import type { ListForm } from '../../../../src/simulator/simulatorOptions';
import { aClient } from '../../../support/aClient';
import { anAccount } from '../../../support/anAccount';
import { FakeClock } from '../../../support/fakeClock';
import { apiErrorOf } from '../../../support/outcome';
import { serversForTest } from '../../../support/serversForTest';
import { waitUntil } from '../../../support/waitUntil';
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

describe('The client of the Jobs API', () => {
  const start = simulatorsForTest();
  const servers = serversForTest();
  let clock: FakeClock;
  let since: number;

  beforeEach(() => {
    clock = new FakeClock();
    since = clock.now() - 7 * DAY_MS;
  });

  describe('sends', () => {
    it('the account’s credentials and a request for JSON, each time', async () => {
      const received: (readonly [string | undefined, string | undefined])[] = [];
      const url = await servers.http(({ headers }, response) => {
        received.push([headers.authorization, headers.accept]);
        response.end('[]');
      });
      const tokens = ['first:token', 'zweites Wört'];
      const client = aClient(await start(), clock, {
        account: anAccount({ baseUrl: url.origin }),
        readToken: () => Promise.resolve(tokens.shift()),
      });
      await client.listJobs(since);
      await client.listJobs(since);
      const basic = (credentials: string): string => `Basic ${Buffer.from(credentials).toString('base64')}`;
      assert.deepEqual(received, [
        [basic('IRtest:first:token'), 'application/json'],
        [basic('IRtest:zweites Wört'), 'application/json'],
      ]);
    });

    it('nothing if there is no token', async () => {
      const simulator = await start();
      const error = await apiErrorOf(
        aClient(simulator, clock, { readToken: () => Promise.resolve(undefined) }).listJobs(since),
      );
      assert.deepEqual([error.kind, simulator.requests.length], ['unauthorized', 0]);
    });

    it('nothing for an ID that leads elsewhere', async () => {
      const simulator = await start();
      const client = aClient(simulator, clock);
      for (const id of ['..', '../../Agencies/IRother/Jobs/1', '%2e%2e']) {
        for (const call of [client.getJob(id), client.replayJob(id), client.openDownload(id)]) {
          assert.equal((await apiErrorOf(call)).kind, 'rejected');
        }
      }
      assert.equal(simulator.requests.length, 0);
    });

    it('to the log a method, a path, a status, a duration, and the remaining requests, and nothing else', async () => {
      const simulator = await start([aRunningJob({ id: FIRST_ID })]);
      const reports: RequestReport[] = [];
      await aClient(simulator, clock, { onRequest: (report) => reports.push(report) }).getJob(FIRST_ID);
      assert.deepEqual(reports, [
        {
          method: 'GET',
          path: `${simulator.accounts[0]?.path}/Jobs/${FIRST_ID}`,
          status: 200,
          durationMs: 0,
          remaining: 999,
        },
      ]);
    });
  });

  describe('reads a list', () => {
    const forms: readonly ListForm[] = [
      'bare',
      'wrapped',
      { pageSize: 2 },
      { pageSize: 2, absoluteUris: true },
      { pageSize: 3, misspelled: true },
      { pageSize: 100 },
      { pageSize: 3, isCounted: true },
      { pageSize: 2, isOtherCase: true },
      { pageSize: 2, isOtherCase: true, absoluteUris: true },
    ];
    for (const lists of forms) {
      for (const stringNumbers of [false, true]) {
        it(`that is ${typeof lists === 'string' ? lists : `paged ${JSON.stringify(lists)}`}, with numbers as ${stringNumbers ? 'texts' : 'numbers'}`, async () => {
          const simulator = await start(
            Array.from({ length: 7 }, (_, index) => aRunningJob({ id: `${index}${FIRST_ID.slice(1)}` })),
            { lists, stringNumbers },
          );
          const { jobs } = await aClient(simulator, clock).listJobs(since);
          assert.deepEqual(jobs.map(({ id }) => id[0]).sort(), ['0', '1', '2', '3', '4', '5', '6']);
          assert.ok(
            jobs.every(
              ({ status, percent, recordsProcessed }) =>
                status === 'RUNNING' && percent === 10 && recordsProcessed === 100,
            ),
          );
        });
      }
    }

    for (const kind of ['agency', 'brand', 'partner'] as const) {
      it(`of a ${kind}`, async () => {
        const simulator = await start([aCompletedJob({ id: FIRST_ID })], { accounts: [{ kind }] });
        assert.deepEqual(
          (await aClient(simulator, clock).listJobs(since)).jobs.map(({ id, status }) => [id, status]),
          [[FIRST_ID, 'COMPLETED']],
        );
      });
    }

    it('of a partner whose pages are spelled MediaPartners, and of one that only counts them, filtered by day', async () => {
      const jobs = Array.from({ length: 7 }, (_, index) => aRunningJob({ id: `${index}${FIRST_ID.slice(1)}` }));
      for (const lists of [
        { pageSize: 2, isOtherCase: true },
        { pageSize: 2, isCounted: true },
      ] as const) {
        const simulator = await start(jobs, { accounts: [{ kind: 'partner' }], lists });
        assert.equal((await aClient(simulator, clock).listJobs(since)).jobs.length, 7);
        assert.equal(simulator.requests.length, 4);
        assert.ok(simulator.requests.every(({ query }) => query.includes('CreatedAfter=')));
      }
    });

    it("since a day of the account's own time zone, as soon as a response has told it", async () => {
      const simulator = await start([aRunningJob({})]);
      const client = aClient(simulator, clock);
      const day = new Date(since).toISOString().slice(0, 10);
      const dayBefore = new Date(since - DAY_MS).toISOString().slice(0, 10);
      const asked = async (): Promise<string | undefined> => {
        await client.listJobs(Date.parse(`${day}T03:00:00Z`));
        return /CreatedAfter=([\d-]+)/.exec(simulator.requests.at(-1)?.query ?? '')?.[1];
      };
      assert.deepEqual([await asked(), client.seenOffset?.offset, await asked()], [day, '-05:00', dayBefore]);
    });

    for (const emptyList of ['null', 'object'] as const) {
      it(`without rows that is ${emptyList}`, async () => {
        const client = aClient(await start([], { emptyList }), clock);
        assert.deepEqual((await client.listJobs(since)).jobs, []);
      });
    }

    for (const [dates, createdAt] of [
      ['offset', Date.UTC(2026, 10, 23, 13)],
      ['utc', Date.UTC(2026, 10, 23, 13)],
      ['utcMillis', Date.UTC(2026, 10, 23, 13)],
      ['local', Date.UTC(2026, 10, 23, 8)],
    ] as const) {
      it(`with dates in the form ${dates}`, async () => {
        const simulator = await start([aCompletedJob({ id: FIRST_ID })], { dates });
        const [job] = (await aClient(simulator, clock).listJobs(since)).jobs;
        assert.deepEqual([job?.createdAt, job?.unread], [createdAt, undefined]);
      });
    }

    it('with jobs that are DONE, and downloads their results', async () => {
      const simulator = await start([aCompletedJob({ id: FIRST_ID })], { completedAs: 'DONE' });
      const client = aClient(simulator, clock);
      const [job] = (await client.listJobs(since)).jobs;
      assert.deepEqual([job?.status, job?.statusText], ['COMPLETED', 'DONE']);
      assert.equal((await client.openDownload(FIRST_ID)).response.status, 302);
    });

    it('again as unchanged, and after a change as changed', async () => {
      const simulator = await start([aCompletedJob({ id: FIRST_ID })]);
      const client = aClient(simulator, clock);
      assert.equal((await client.listJobs(since)).isUnchanged, false);
      assert.equal((await client.listJobs(since)).isUnchanged, true);
      simulator.addJob(aRunningJob());
      assert.equal((await client.listJobs(since)).isUnchanged, false);
    });
  });

  it("replays an agency's job as a new one", async () => {
    const simulator = await start([aCompletedJob({ id: FIRST_ID })]);
    const job = await aClient(simulator, clock).replayJob(FIRST_ID);
    assert.notEqual(job.id, FIRST_ID);
    assert.deepEqual(
      simulator.requests.map(({ method, headers }) => [method, headers['content-length']]),
      [['PUT', '0']],
    );
  });

  it('opens a result without following it', async () => {
    const simulator = await start([aCompletedJob({ id: FIRST_ID }), aRunningJob({ id: SECOND_ID })]);
    const client = aClient(simulator, clock);
    const { response: redirect } = await client.openDownload(FIRST_ID);
    redirect.body.destroy();
    assert.deepEqual(
      [redirect.status, new URL(redirect.headers.get('location') ?? '').origin],
      [302, simulator.storageUrl],
    );
    const { accept, 'accept-encoding': encoding } = simulator.requests.at(-1)?.headers ?? {};
    assert.deepEqual([accept, encoding], ['*/*', 'identity']);
    const { response: early } = await client.openDownload(SECOND_ID);
    early.body.destroy();
    assert.equal(early.status, 202);
  });

  describe('obeys the server', () => {
    it('and sends nothing before a block ends', async () => {
      const simulator = await start([aCompletedJob({ id: FIRST_ID })], { clock });
      const client = aClient(simulator, clock);
      simulator.setFault({ nth: 1, kind: 'answer', status: 429, retryAfter: 300 });
      const refusal = await apiErrorOf(client.listJobs(since));
      assert.deepEqual(
        [refusal.kind, refusal.retryAtMs, client.blockedUntilMs],
        ['rateLimited', clock.now() + 5 * MINUTE_MS, clock.now() + 5 * MINUTE_MS],
      );
      await clock.advance(5 * MINUTE_MS - 1);
      for (const call of [
        client.listJobs(since),
        client.getJob(FIRST_ID),
        client.replayJob(FIRST_ID),
        client.openDownload(FIRST_ID),
      ]) {
        const error = await apiErrorOf(call);
        assert.deepEqual([error.kind, error.retryAtMs], ['rateLimited', clock.now() + 1]);
      }
      assert.equal(simulator.requests.length, 1);
      await clock.advance(1);
      assert.equal((await client.listJobs(since)).jobs.length, 1);
    });

    it('to the end of its window when its requests are used up', async () => {
      for (const resetAs of ['seconds', 'unixTime'] as const) {
        const simulator = await start([], { clock, rateLimits: { requestsPerHour: 1, resetAs, retryAfter: false } });
        const client = aClient(simulator, clock);
        await client.listJobs(since);
        assert.deepEqual(client.rateLimit, { limit: 1, remaining: 0, resetAtMs: clock.now() + HOUR_MS });
        assert.equal((await apiErrorOf(client.listJobs(since))).retryAtMs, clock.now() + HOUR_MS, resetAs);
      }
    });

    it('but caps a wait of years at two hours', async () => {
      const simulator = await start();
      simulator.setFault({ kind: 'answer', status: 429, retryAfter: 999_999_999 });
      const client = aClient(simulator, clock);
      await apiErrorOf(client.listJobs(since));
      assert.equal(client.blockedUntilMs, clock.now() + 2 * HOUR_MS);
    });

    it('and keeps the last known allowance if a response has none', async () => {
      const allowances = ['41', undefined, 'garbage'];
      const url = await servers.http((_, response) => {
        const remaining = allowances.shift();
        response.writeHead(200, remaining === undefined ? {} : { 'X-RateLimit-Remaining': remaining }).end('[]');
      });
      const client = aClient(await start(), clock, { account: anAccount({ baseUrl: url.origin }) });
      const seen = [client.rateLimit?.remaining];
      for (let request = 0; request < 3; request++) {
        await client.listJobs(since);
        seen.push(client.rateLimit?.remaining);
      }
      assert.deepEqual(seen, [undefined, 41, 41, 41]);
    });
  });

  it("ends a request when it's aborted", async () => {
    const simulator = await start();
    simulator.setFault({ kind: 'stall', at: 'headers' });
    const abort = new AbortController();
    const failure = apiErrorOf(aClient(simulator, clock).listJobs(since, abort.signal));
    await waitUntil(() => simulator.requests.length > 0);
    abort.abort();
    assert.deepEqual([(await failure).kind, clock.timerCount], ['aborted', 0]);
  });
});
