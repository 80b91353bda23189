import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Transport } from '../../../../src/core/api/transport';
import { JobStore } from '../../../../src/core/jobs/jobStore';
import type { Preview } from '../../../../src/core/preview/preview';
import { previewResult } from '../../../../src/core/preview/previewResult';
import type { Filters } from '../../../../src/core/reports/filterValues';
import { type ExportDraft, parametersOf, periodFiltersOf } from '../../../../src/core/reports/exportDraft';
import { JobPauses } from '../../../../src/core/watch/jobPauses';
import { pollJobs } from '../../../../src/core/watch/pollJobs';
import type { AccountKind } from '../../../../src/core/account';
import { DIALECT_NAMES } from '../../../../src/simulator/dialectNames';
import { findReport, REPORTS } from '../../../../src/simulator/reportCatalog';
import { describeMetaData } from '../../../../src/simulator/reportMetaData';
import type { SimulatorOptions } from '../../../../src/simulator/simulatorOptions';
import type { ApiClient } from '../../../../src/core/api/apiClient';
import { aClient } from '../../../support/aClient';
import { downloadFrom } from '../../../support/downloadFrom';
import { FakeClock } from '../../../support/fakeClock';
import { passUntil } from '../../../support/passUntil';
import { temporaryFolder } from '../../../support/temporaryFolder';
import { aRunningJob, FIRST_ID, HOUR_MS, SECOND_ID, simulatorsForTest } from '../../simulator/support/simulators';
import { assertPublished } from './support/published';

const THIRD_ID = '33333333-3333-4333-8333-333333333333';

/** The kinds of accounts. The index is that of the account whose jobs are exported; 1 is an agency's first brand. */
const KINDS: readonly (readonly [what: string, kind: AccountKind, options: SimulatorOptions, index?: number])[] = [
  ['an agency', 'agency', { accounts: [{ kind: 'agency' }], brands: 5 }],
  ['a brand', 'brand', { accounts: [{ kind: 'brand' }] }],
  ['a partner', 'partner', { accounts: [{ kind: 'partner' }] }],
  ['a brand through its agency', 'brand', { accounts: [{ kind: 'agency' }], brands: 60 }, 1],
  [
    "a brand through its agency, whose answers name the brand's own path",
    'brand',
    { accounts: [{ kind: 'agency' }], brands: 60, brandPaths: 'own' },
    1,
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

  /** Asserts that the latest list had this many jobs, and that none is missing. */
  function assertWhole(jobs: number): void {
    const [account] = store.snapshot.accounts;
    assert.deepEqual([account?.sync.kind, account?.entries.size, account?.shortfall], ['current', jobs, undefined]);
  }

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
    const { items, rest } = await client.listReports();
    // A Partner's catalog has no IDs of the reports that only run in the web app.
    const listed = REPORTS.filter(({ accessible }) => accessible || client.account.kind !== 'partner');
    assert.deepEqual([items.length, rest], [listed.length, undefined]);
    const report = items.find(({ id }) => id.endsWith('action_listing_sku'));
    assert.ok(report);
    const metaData = await client.reportMetaData(report.id);
    assert.ok(periodFiltersOf(metaData), 'its days are recognized');
    const period = { kind: 'days', range: { start: '2026-10-01', end: '2026-10-31' } } as const;
    return { accountId: 'a', report, metaData, period, timeZone: '-05:00', values, format: 'CSV' };
  }

  const cases = KINDS.flatMap((kind) =>
    DIALECT_NAMES.filter((dialect) => kind[1] === 'brand' || dialect !== 'camelCaseDates').map(
      (dialect) => [dialect, ...kind] as const,
    ),
  );
  for (const [dialect, what, kind, options, index = 0] of cases) {
    it(`of ${what} is listed, exported, watched, replayed, previewed, and downloaded: ${dialect}`, async () => {
      const simulator = await start([], { clock, dialect, ...options });
      const client = aClient(simulator, clock, {}, index);
      if (kind === 'agency') {
        const { items, rest } = await client.listBrands();
        assert.deepEqual([items.length, rest], [options.brands, undefined]);
      }
      store.setAccounts([client.account]);
      await look(client);
      assertWhole(0);
      for (const id of [FIRST_ID, SECOND_ID, THIRD_ID]) {
        simulator.addJob(aRunningJob({ id, runMs: HOUR_MS }), simulator.accounts[index]?.sid);
      }
      await look(client);
      assertWhole(3);
      assert.equal(statusOf(FIRST_ID), 'RUNNING');

      const values = { SUPERSTATUS_MS: ['APPROVED', 'PENDING'], SUBAID: '4187' };
      const exported = await draftFor(client, values);
      const job = await client.exportReport(parametersOf(exported, clock.now()));
      assert.deepEqual([job.type, job.status, job.programId], ['ApiReport', 'QUEUED', '4187']);
      const sent = new URLSearchParams(simulator.requests.find(({ endpoint }) => endpoint === 'reportExport')?.query);
      assert.deepEqual(sent.getAll('SUPERSTATUS_MS'), values.SUPERSTATUS_MS);
      assert.ok([...sent.values()].some((value) => value.startsWith('2026-10-31')));

      await look(client);
      assertWhole(4);
      assert.equal(statusOf(job.id), 'QUEUED');
      simulator.advance(HOUR_MS);
      await look(client);
      assert.equal(statusOf(job.id), 'COMPLETED');

      const replay = await client.replayJob(job.id);
      assert.equal(replay.id === job.id, kind !== 'agency');
      simulator.advance(HOUR_MS);
      await look(client);
      assertWhole(kind === 'agency' ? 5 : 4);
      assert.equal(statusOf(replay.id), 'COMPLETED');

      const signal = new AbortController().signal;
      const preview = (): Promise<Preview> =>
        previewResult({ client, transport: new Transport(clock), clock, jobId: replay.id, signal });
      // Nobody waits for a preview that isn't ready: the user asks again.
      const { rows } = await preview().catch(preview);
      assert.equal(rows.length === 0, dialect === 'emptyResults');
      const download = downloadFrom(simulator, { clock, jobId: replay.id, folder: files.path() }, index);
      const file = await passUntil(clock, download);
      const hash = createHash('sha256').update(readFileSync(file.path)).digest('hex');
      assert.equal(hash, await simulator.resultOf(replay.id)?.hash('sha256'));

      const requests = simulator.requests.filter(({ origin }) => origin === 'api');
      const account = simulator.accounts[index];
      const report = findReport(exported.report.id);
      assert.ok(account && report);
      const metaData = describeMetaData(account, report, dialect === 'camelCaseDates');
      requests.forEach((request) => assertPublished(request, metaData));
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
