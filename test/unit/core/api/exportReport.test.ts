import assert from 'node:assert/strict';
import type { ExportRequest } from '../../../../src/core/reports/exportRequest';
import { aClient } from '../../../support/aClient';
import { anAccount } from '../../../support/anAccount';
import { FakeClock } from '../../../support/fakeClock';
import { apiErrorOf } from '../../../support/outcome';
import { serversForTest } from '../../../support/serversForTest';
import { aRunningJob, FIRST_ID, HOUR_MS, simulatorsForTest } from '../../simulator/support/simulators';

const OCTOBER: ExportRequest = {
  reportId: 'agency_action_listing',
  format: 'CSV',
  filters: { START_DATE: '2026-10-01', END_DATE: '2026-10-31' },
};

describe('The client of the reports API', () => {
  const start = simulatorsForTest();
  const servers = serversForTest();
  let clock: FakeClock;

  beforeEach(() => {
    clock = new FakeClock();
  });

  it('reads the catalog in every form of list, with all its pages', async () => {
    for (const lists of ['bare', 'wrapped', { pageSize: 10 }] as const) {
      const { items: reports } = await aClient(await start([], { lists }), clock).listReports();
      assert.ok(reports.length >= 30, JSON.stringify(lists));
      assert.equal(reports.find(({ id }) => id === 'agency_action_listing')?.name, 'Action Listing');
      assert.ok(reports.some(({ isApiAccessible, runUri }) => !isApiAccessible && runUri.startsWith('/secure/')));
    }
  });

  it("reads a report’s filters, and says where a report can't run", async () => {
    const client = aClient(await start(), clock);
    const { filters } = await client.reportMetaData('agency_action_listing');
    assert.deepEqual(
      filters.slice(0, 3).map(({ queryName, type }) => [queryName, type]),
      [
        ['START_DATE', 'date'],
        ['END_DATE', 'date'],
        ['SUBAID', 'integer'],
      ],
    );
    const error = await apiErrorOf(client.reportMetaData('agency_user_activity'));
    assert.deepEqual(
      [error.kind, error.serverMessage],
      ['rejected', 'Not permitted to run report agency_user_activity'],
    );
  });

  it('says of an unknown report that there is no such report, not of a job', async () => {
    const client = aClient(await start([], { accounts: [{ kind: 'partner' }] }), clock);
    for (const call of [client.reportMetaData('nope'), client.exportReport({ ...OCTOBER, reportId: 'nope' })]) {
      const error = await apiErrorOf(call);
      assert.deepEqual([error.kind, error.serverMessage], ['unknownReport', 'Report nope was not found.']);
    }
  });

  it('reads all pages of a catalog that only counts them', async () => {
    const lists = { pageSize: 10, isCounted: true };
    const { items: reports } = await aClient(await start([], { lists }), clock).listReports();
    assert.ok(reports.length >= 30);
  });

  it('says how many reports are missing if the server only sends the first page', async () => {
    const lists = { pageSize: 10, isCounted: true, isStuck: true };
    const simulator = await start([], { lists });
    const { items, rest } = await aClient(simulator, clock).listReports();
    assert.deepEqual([items.length, rest?.total, simulator.requests.length], [10, await countReports(), 2]);
  });

  for (const status of [400, 403, 404, 500, 200]) {
    const isPage = status === 403 || status === 200;
    it(`keeps the first page if the server answers a page that it hasn't linked to with ${status}`, async () => {
      const simulator = await start([], { lists: { pageSize: 10, isCounted: true } });
      const body = isPage ? ({ body: 'firewall' } as const) : {};
      simulator.setFault({ endpoint: 'reports', nth: 2, kind: 'answer', status, ...body });
      const { items, rest } = await aClient(simulator, clock).listReports();
      assert.deepEqual([items.length, rest?.total], [10, await countReports()]);
    });
  }

  async function countReports(): Promise<number> {
    return (await aClient(await start(), clock).listReports()).items.length;
  }

  it('schedules an export and returns its job', async () => {
    const simulator = await start();
    const job = await aClient(simulator, clock).exportReport({
      ...OCTOBER,
      filters: { ...OCTOBER.filters, SUBAID: '4187', PROMO_CODE: '' },
    });
    assert.deepEqual([job.type, job.status, job.programId], ['ApiReport', 'QUEUED', '4187']);
    const query = new URLSearchParams(simulator.requests.find(({ endpoint }) => endpoint === 'reportExport')?.query);
    assert.deepEqual(
      [...query],
      [
        ['START_DATE', '2026-10-01'],
        ['END_DATE', '2026-10-31'],
        ['SUBAID', '4187'],
        ['ResultFormat', 'CSV'],
      ],
    );
  });

  it('repeats a filter with several values, and sends any query name unchanged', async () => {
    const simulator = await start();
    await aClient(simulator, clock).exportReport({
      ...OCTOBER,
      filters: { ...OCTOBER.filters, SUPERSTATUS_MS: ['APPROVED', 'PENDING'], timeRange: 'CUSTOM', AdId: [] },
    });
    const { query } = simulator.requests.find(({ endpoint }) => endpoint === 'reportExport') ?? {};
    assert.equal(
      query,
      'START_DATE=2026-10-01&END_DATE=2026-10-31&SUPERSTATUS_MS=APPROVED&SUPERSTATUS_MS=PENDING&timeRange=CUSTOM&ResultFormat=CSV',
    );
  });

  it('returns the existing job for the same parameters, unchanged', async () => {
    const simulator = await start();
    const client = aClient(simulator, clock);
    const first = await client.exportReport(OCTOBER);
    simulator.advance(HOUR_MS);
    const second = await client.exportReport(OCTOBER);
    assert.deepEqual([second.id, second.status], [first.id, 'COMPLETED']);
  });

  it('learns from responses how far impact.com’s clock is ahead', async () => {
    const simulator = await start();
    const client = aClient(simulator, clock);
    assert.equal(client.clockAheadMs, undefined);
    await client.exportReport(OCTOBER);
    const differenceMs = simulator.now() - clock.now();
    assert.ok(Math.abs((client.clockAheadMs ?? NaN) - differenceMs) <= 1000);
    simulator.advance(HOUR_MS);
    await client.listReports();
    assert.ok(Math.abs((client.clockAheadMs ?? NaN) - differenceMs - HOUR_MS) <= 1000);
  });

  it('keeps the offset of a time zone on its way to the server', async () => {
    const simulator = await start();
    const since = '2026-10-01T00:00:00+05:30';
    await aClient(simulator, clock).exportReport({
      ...OCTOBER,
      filters: { ...OCTOBER.filters, MODIFIED_SINCE: since },
    });
    assert.equal(new URLSearchParams(simulator.requests[0]?.query).get('MODIFIED_SINCE'), since);
  });

  it('names the wrong fields although the response status is 200', async () => {
    const error = await apiErrorOf(
      aClient(await start(), clock).exportReport({
        ...OCTOBER,
        filters: { ...OCTOBER.filters, SUBAID: 'abc', SHOW_REVERSED: 'maybe' },
      }),
    );
    assert.equal(error.kind, 'rejected');
    assert.deepEqual(error.fields, [
      { field: 'SUBAID', message: 'Not a numeric value' },
      { field: 'SHOW_REVERSED', message: 'Not a boolean value' },
    ]);
    assert.match(error.serverMessage ?? '', /^Validation Failed; SUBAID: Not a numeric value/);
  });

  it('names the wrong fields of a 400 too', async () => {
    const url = await servers.http((_request, response) => {
      response.statusCode = 400;
      response.end(
        '{"Status":"ERROR","Message":"Bad","Errors":[{"Field":"END_DATE","Message":"Required"},7,{"Message":"No field"}]}',
      );
    });
    const error = await apiErrorOf(
      aClient(await start(), clock, { account: anAccount({ baseUrl: url.origin }) }).exportReport(OCTOBER),
    );
    assert.deepEqual([error.kind, error.fields], ['rejected', [{ field: 'END_DATE', message: 'Required' }]]);
  });

  it('says so if the response has no job', async () => {
    for (const body of [
      '{}',
      '{"Status":"QUEUED"}',
      '{"QueuedUri":"/somewhere/else"}',
      '{"QueuedUri":"https://example.test/Jobs/../secret"}',
      '[]',
      'null',
    ]) {
      const url = await servers.http((_request, response) => response.end(body));
      assert.equal(
        (
          await apiErrorOf(
            aClient(await start(), clock, { account: anAccount({ baseUrl: url.origin }) }).exportReport(OCTOBER),
          )
        ).kind,
        'unreadable',
        body,
      );
    }
  });

  it('requests the job at its own address, wherever the response points', async () => {
    const paths: string[] = [];
    const url = await servers.http(({ url: path = '' }, response) => {
      paths.push(path.split('?')[0] ?? '');
      response.end(
        path.includes('ReportExport')
          ? '{"Status":"QUEUED","QueuedUri":"https://evil.example.test/Agencies/IRother/Jobs/abc-1"}'
          : '{"Id":"abc-1","Status":"RUNNING"}',
      );
    });
    const job = await aClient(await start(), clock, { account: anAccount({ baseUrl: url.origin }) }).exportReport(
      OCTOBER,
    );
    assert.deepEqual(
      [job.id, job.status, paths],
      ['abc-1', 'RUNNING', ['/Agencies/IRtest/ReportExport/agency_action_listing', '/Agencies/IRtest/Jobs/abc-1']],
    );
  });

  it("keeps a scheduled job even if it can't be looked up", async () => {
    const simulator = await start();
    simulator.setFault({ kind: 'answer', status: 500, body: 'envelope', endpoint: 'job' });
    const job = await aClient(simulator, clock).exportReport(OCTOBER);
    assert.deepEqual([job.type, job.status], ['ApiReport', 'QUEUED']);
    assert.ok(simulator.describeJob(job.id));
  });

  it('counts exports separately from other requests, so that their limit stops nothing else', async () => {
    const simulator = await start([aRunningJob()], { rateLimits: { exportsPerDay: 2 } });
    const client = aClient(simulator, clock);
    await client.exportReport(OCTOBER);
    assert.deepEqual(
      [client.exportLimits.exports?.limit, client.exportLimits.exports?.remaining, client.rateLimit?.limit],
      [2, 1, 1000],
    );
    await client.exportReport({ ...OCTOBER, format: 'XML' });
    assert.equal((await apiErrorOf(client.exportReport({ ...OCTOBER, format: 'JSON' }))).kind, 'rateLimited');
    assert.ok(client.blockedUntilMs <= clock.now());
    assert.equal((await client.listJobs(0)).jobs.length, 3);
    const asked = simulator.requests.length;
    assert.equal((await apiErrorOf(client.exportReport({ ...OCTOBER, format: 'JSON' }))).kind, 'rateLimited');
    assert.equal(simulator.requests.length, asked, 'no request inside the block');
  });

  it('stops only exports until the day’s exports are available again', async () => {
    const simulator = await start([], { clock, rateLimits: { exportsPerDay: 1, retryAfter: false } });
    const client = aClient(simulator, clock);
    await client.exportReport(OCTOBER);
    const another = (): Promise<unknown> => client.exportReport({ ...OCTOBER, format: 'XML' });
    assert.equal((await apiErrorOf(another())).retryAtMs, clock.now() + 24 * HOUR_MS);
    await clock.advance(24 * HOUR_MS - 1);
    const asked = simulator.requests.length;
    assert.equal((await apiErrorOf(another())).kind, 'rateLimited');
    assert.equal(simulator.requests.length, asked, 'no request inside the block');
    assert.equal((await client.listJobs(0)).jobs.length, 1);
    await clock.advance(1);
    await another();
  });

  it('requests no export while the account is blocked', async () => {
    const simulator = await start([aRunningJob()], { clock });
    const client = aClient(simulator, clock);
    simulator.setFault({ kind: 'answer', status: 429, retryAfter: 600, endpoint: 'list', nth: 1 });
    await apiErrorOf(client.listJobs(0));
    const asked = simulator.requests.length;
    const error = await apiErrorOf(client.exportReport(OCTOBER));
    assert.deepEqual(
      [error.kind, error.retryAtMs, simulator.requests.length],
      ['rateLimited', clock.now() + 600_000, asked],
    );
    await clock.advance(600_000);
    await client.exportReport(OCTOBER);
  });

  it('treats a refused export whose response mentions the hourly limit as a block of everything', async () => {
    const simulator = await start([aRunningJob()], { clock });
    const client = aClient(simulator, clock);
    simulator.setFault({
      kind: 'answer',
      status: 429,
      endpoint: 'reportExport',
      headers: { 'X-RateLimit-Limit': '1000', 'X-RateLimit-Remaining': '0', 'X-RateLimit-Reset': '1800' },
    });
    await apiErrorOf(client.exportReport(OCTOBER));
    const asked = simulator.requests.length;
    for (const call of [
      client.listJobs(0),
      client.replayJob(FIRST_ID),
      client.exportReport(OCTOBER),
      client.listReports(),
    ]) {
      const error = await apiErrorOf(call);
      assert.deepEqual([error.kind, error.retryAtMs], ['rateLimited', clock.now() + HOUR_MS / 2]);
    }
    assert.deepEqual(
      [simulator.requests.length, client.exportLimits.exports, client.rateLimit?.remaining],
      [asked, undefined, 0],
    );
  });

  it('learns the offset of the account’s dates from its jobs', async () => {
    const client = aClient(await start([aRunningJob()]), clock);
    assert.equal(client.seenOffset, undefined);
    await client.listReports();
    assert.equal(client.seenOffset, undefined);
    await client.listJobs(0);
    assert.deepEqual(client.seenOffset, { offset: '-05:00', atMs: clock.now() - 10_000 });
  });

  it('sends nothing for a report whose ID leads elsewhere', async () => {
    const simulator = await start();
    const client = aClient(simulator, clock);
    for (const reportId of ['..', '../Jobs', 'a/b', '']) {
      assert.equal((await apiErrorOf(client.exportReport({ ...OCTOBER, reportId }))).kind, 'rejected');
      assert.equal((await apiErrorOf(client.reportMetaData(reportId))).kind, 'rejected');
    }
    assert.equal(simulator.requests.length, 0);
  });
});
