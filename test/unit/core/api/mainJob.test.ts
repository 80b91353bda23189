import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Transport } from '../../../../src/core/api/transport';
import { JobStore } from '../../../../src/core/jobs/jobStore';
import { previewResult } from '../../../../src/core/preview/previewResult';
import type { Filters } from '../../../../src/core/reports/filterValues';
import { type ExportDraft, parametersOf, periodFiltersOf } from '../../../../src/core/reports/exportDraft';
import { JobPauses } from '../../../../src/core/watch/jobPauses';
import { pollJobs } from '../../../../src/core/watch/pollJobs';
import type { AccountKind } from '../../../../src/core/account';
import type { SimulatorOptions } from '../../../../src/simulator/simulatorOptions';
import type { ApiClient } from '../../../../src/core/api/apiClient';
import { aClient } from '../../../support/aClient';
import { downloadFrom } from '../../../support/downloadFrom';
import { FakeClock } from '../../../support/fakeClock';
import { temporaryFolder } from '../../../support/temporaryFolder';
import { aRunningJob, FIRST_ID, HOUR_MS, simulatorsForTest } from '../../simulator/support/simulators';
import { assertPublished } from './support/published';

/** The index of the first brand of the simulator's agency. */
const BRAND = 1;

const DIALECTS: readonly (readonly [what: string, kind: AccountKind, options: SimulatorOptions, index?: number])[] = [
  ['an agency', 'agency', {}],
  ['a brand', 'brand', {}],
  ['a brand whose reports take StartDate and EndDate', 'brand', { camelCaseDates: true }],
  ['a partner', 'partner', {}],
  ['a partner with counted pages', 'partner', { lists: { pageSize: 5, isCounted: true } }],
  ['an agency behind a gateway', 'agency', { pathPrefix: '/impact', lists: { pageSize: 5 } }],
  [
    'a brand with texts for numbers and dates in UTC',
    'brand',
    { stringNumbers: true, dates: 'utcMillis', lists: { pageSize: 5, isOtherCase: true } },
  ],
  ['a brand through its agency', 'brand', { accounts: [{ kind: 'agency' }], brands: 60 }, BRAND],
  [
    "a brand through its agency, with pages at the brand's own path and behind a gateway",
    'brand',
    {
      accounts: [{ kind: 'agency' }],
      brands: 60,
      brandPaths: 'own',
      pathPrefix: '/impact',
      lists: { pageSize: 5, isOtherCase: true },
    },
    BRAND,
  ],
];

describe('The way from a report to its file', () => {
  const start = simulatorsForTest();
  const files = temporaryFolder();
  let clock: FakeClock;
  let store: JobStore;

  beforeEach(() => {
    clock = new FakeClock();
    store = new JobStore(clock);
  });

  const statusOf = (id: string): string | undefined => store.snapshot.accounts[0]?.entries.get(id)?.job.status;

  async function look(client: ApiClient): Promise<void> {
    await pollJobs({
      client,
      store,
      clock,
      lookbackDays: 7,
      pauses: new JobPauses(clock),
      signal: new AbortController().signal,
    });
  }

  async function draftFor(client: ApiClient, values: Filters): Promise<ExportDraft> {
    const report = (await client.listReports()).items.find(({ id }) => id.endsWith('action_listing_sku'));
    assert.ok(report);
    const metaData = await client.reportMetaData(report.id);
    assert.ok(periodFiltersOf(metaData), 'its days are recognized');
    const period = { kind: 'days', range: { start: '2026-10-01', end: '2026-10-31' } } as const;
    return { accountId: 'a', report, metaData, period, timeZone: '-05:00', values, format: 'CSV' };
  }

  for (const [what, kind, options, index = 0] of DIALECTS) {
    it(`of ${what} is listed, exported, watched, replayed, previewed, and downloaded by published requests`, async () => {
      const simulator = await start([], { clock, accounts: [{ kind }], ...options });
      simulator.addJob(aRunningJob({ id: FIRST_ID, runMs: HOUR_MS }), simulator.accounts[index]?.sid);
      const client = aClient(simulator, clock, {}, index);
      store.setAccounts([client.account]);
      await look(client);
      assert.equal(statusOf(FIRST_ID), 'RUNNING');

      const values = { SUPERSTATUS_MS: ['APPROVED', 'PENDING'], SUBAID: '4187' };
      const job = await client.exportReport(parametersOf(await draftFor(client, values), clock.now()));
      assert.deepEqual([job.type, job.status, job.programId], ['ApiReport', 'QUEUED', '4187']);
      const sent = new URLSearchParams(simulator.requests.find(({ endpoint }) => endpoint === 'reportExport')?.query);
      assert.deepEqual(sent.getAll('SUPERSTATUS_MS'), values.SUPERSTATUS_MS);
      assert.ok([...sent.values()].some((value) => value.startsWith('2026-10-31')));

      await look(client);
      assert.equal(statusOf(job.id), 'QUEUED');
      simulator.advance(HOUR_MS);
      await look(client);
      assert.equal(statusOf(job.id), 'COMPLETED');

      const replay = await client.replayJob(job.id);
      assert.equal(replay.id === job.id, kind !== 'agency');
      simulator.advance(HOUR_MS);
      await look(client);
      assert.equal(statusOf(replay.id), 'COMPLETED');

      const signal = new AbortController().signal;
      const preview = await previewResult({ client, transport: new Transport(clock), clock, jobId: replay.id, signal });
      assert.ok(preview.rows.length > 0);
      const file = await downloadFrom(simulator, { clock, jobId: replay.id, folder: files.path() }, index);
      const hash = createHash('sha256').update(readFileSync(file.path)).digest('hex');
      assert.equal(hash, await simulator.resultOf(replay.id)?.hash('sha256'));

      const requests = simulator.requests.filter(({ origin }) => origin === 'api');
      requests
        .filter(({ query }) => !/(?:^|&)Page=/.test(query)) // no document names it, but lists link to it
        .forEach((request) => assertPublished(request));
      const version = { agency: '3', brand: '14', partner: '16' }[kind];
      assert.ok(requests.every(({ headers }) => headers['ir-version'] === version));
      assert.ok(simulator.requests.every(({ origin, headers }) => origin === 'api' || !('ir-version' in headers)));
    });
  }

  it('asks for the version of the API that the setting names', async () => {
    const simulator = await start([aRunningJob({ id: FIRST_ID })]);
    await aClient(simulator, clock, { apiVersion: () => 7 }).getJob(FIRST_ID);
    assert.equal(simulator.requests[0]?.headers['ir-version'], '7');
  });
});
