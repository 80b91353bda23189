import assert from 'node:assert/strict';
import type { ApiClient } from '../../../../src/core/api/apiClient';
import type { ExportRequest } from '../../../../src/core/reports/exportRequest';
import { clickReports } from '../../../../src/core/reports/clickExport';
import { periodFiltersOf } from '../../../../src/core/reports/exportDraft';
import { matchingPeriods, resolveExport } from '../../../../src/core/savedExports/resolveExport';
import { sentenceFor } from '../../../../src/core/words/errorSentence';
import { ENGLISH } from '../../../../src/core/words/language';
import type { Simulator } from '../../../../src/simulator/startSimulator';
import { aClient } from '../../../support/aClient';
import { FakeClock } from '../../../support/fakeClock';
import { apiErrorOf } from '../../../support/outcome';
import { assertPublished } from '../api/support/published';
import { HOUR_MS, simulatorsForTest } from '../../simulator/support/simulators';
import { aSavedExport } from '../runs/support/engineForTest';

const KINDS = ['brand', 'partner'] as const;
const CLICKS: ExportRequest = {
  reportId: 'ClickExport',
  format: 'JSON',
  filters: { ProgramId: '3629', Date: '2026-11-23' },
};

describe('An export of clicks', () => {
  const start = simulatorsForTest();
  let simulator: Simulator;
  let clock: FakeClock;

  const clientOf = async (kind: 'agency' | (typeof KINDS)[number], index = 0, brands = 0): Promise<ApiClient> => {
    simulator = await start([], { accounts: [{ kind }], brands });
    clock = new FakeClock(simulator.now());
    return aClient(simulator, clock, {}, index);
  };
  const asked = () => simulator.requests.filter(({ endpoint }) => endpoint === 'clickExport');

  it("is a report of brands, partners, and an agency's brands, but not of an agency", async () => {
    const idsOf = ({ account }: ApiClient) => clickReports(account.kind).map(({ id }) => id);
    for (const kind of KINDS) {
      assert.deepEqual(idsOf(await clientOf(kind)), ['ClickExport']);
    }
    assert.deepEqual(idsOf(await clientOf('agency', 1, 2)), ['ClickExport']);
    assert.deepEqual(idsOf(await clientOf('agency')), []);
  });

  it('says of an agency that it has none, without a request', async () => {
    const client = await clientOf('agency');
    for (const call of [client.reportMetaData('ClickExport'), client.exportReport(CLICKS)]) {
      const error = await apiErrorOf(call);
      assert.equal(error.kind, 'noClicks');
      assert.match(sentenceFor(error, clock.now(), ENGLISH), /only for brands and partners/);
    }
    assert.deepEqual(simulator.requests, []);
  });

  it('goes to the published address of each kind, with repeated ads and partners', async () => {
    const filters = { ...CLICKS.filters, AdId: ['656565', '656570'], UniqueClick: 'true' };
    await (await clientOf('brand')).exportReport({ ...CLICKS, filters: { ...filters, MediaId: ['1', '2'] } });
    const [brand] = asked();
    assert.match(brand?.path ?? '', /\/Programs\/3629\/ClickExport$/);
    assert.equal(
      brand?.query,
      'Date=2026-11-23&AdId=656565&AdId=656570&UniqueClick=true&MediaId=1&MediaId=2&ResultFormat=JSON',
    );
    assert.ok(brand);
    assertPublished(brand);
    await (await clientOf('partner')).exportReport({ ...CLICKS, filters: { ...filters, SubId: 'a' } });
    const [partner] = asked();
    assert.match(partner?.path ?? '', /^\/Mediapartners\/\w+\/ClickExport$/);
    assert.match(
      partner?.query ?? '',
      /^ProgramId=3629&Date=2026-11-23&AdId=656565&AdId=656570&UniqueClick=TRUE&SubId=a/,
    );
    assert.ok(partner);
    assertPublished(partner);
  });

  it("reaches an agency's brand with the agency's credentials", async () => {
    const client = await clientOf('agency', 1, 1);
    const job = await client.exportReport(CLICKS);
    assert.deepEqual([job.type, job.programId], ['ClickExport', '3629']);
    assert.match(asked()[0]?.path ?? '', /^\/Agencies\/\w+\/Advertisers\/\d+\/Programs\/3629\/ClickExport$/);
  });

  it('needs one program for a brand and one day, and asks nothing without', async () => {
    const client = await clientOf('brand');
    for (const [filters, field, sentence] of [
      [{ Date: '2026-11-23' }, 'ProgramId', /need one program\. Set the filter ProgramId/],
      [{ ProgramId: ['1', '2'] }, 'ProgramId', /need one program/],
      [{ ProgramId: '3629', Date: ['2026-11-22', '2026-11-23'] }, 'Date', /for several days, use a period/i],
      [{ ProgramId: '3629', Date: '2024-04-09' }, 'Date', /one day after 2024-04-09/],
      [{ ProgramId: '3629', START_DATE: '2026-11-01' }, 'START_DATE', /can't be filtered by START_DATE/],
      [{ ProgramId: '3629', SubId: 'a' }, 'SubId', /can't be filtered by SubId/],
      [{ ProgramId: '3629', UniqueClick: 'yes' }, 'UniqueClick', /UniqueClick must be true or false/],
    ] as const) {
      const error = await apiErrorOf(client.exportReport({ ...CLICKS, filters }));
      assert.deepEqual([error.kind, error.fields[0]?.field], ['noClicks', field]);
      assert.match(sentenceFor(error, clock.now(), ENGLISH), sentence);
    }
    assert.deepEqual(asked(), []);
    await client.exportReport({
      ...CLICKS,
      filters: { ProgramId: '3629', Date: '2024-04-10T00:00:00-05:00', SubId: '' },
    });
    assert.deepEqual(
      asked().map(({ query }) => query),
      ['Date=2024-04-10&ResultFormat=JSON'],
    );
  });

  it('says what impact.com refuses', async () => {
    const client = await clientOf('partner');
    for (const [name, value, message] of [
      ['ProgramId', '999', 'Unknown program'],
      ['AdId', 'x', 'Not a numeric value'],
      ['Date', '2026-11-31', 'Not a valid date, expected yyyy-MM-dd'],
    ] as const) {
      const error = await apiErrorOf(client.exportReport({ ...CLICKS, filters: { [name]: value } }));
      assert.deepEqual([error.kind, error.fields], ['rejected', [{ field: name, message }]]);
    }
  });

  it('has 10 a day, which block no report and which reports do not block', async () => {
    const client = await clientOf('brand');
    const exportDay = (day: number) =>
      client.exportReport({ ...CLICKS, filters: { ProgramId: '3629', Date: `2026-11-${10 + day}` } });
    for (let day = 0; day < 10; day++) {
      await exportDay(day);
    }
    assert.deepEqual([client.exportLimits.clickExports?.remaining, client.exportLimits.exports], [0, undefined]);
    const refused = await apiErrorOf(exportDay(10));
    assert.equal(refused.kind, 'rateLimited');
    assert.ok((refused.retryAtMs ?? 0) > clock.now() + 23 * HOUR_MS);
    const count = simulator.requests.length;
    assert.equal((await apiErrorOf(exportDay(11))).kind, 'rateLimited');
    assert.equal(simulator.requests.length, count, 'the block costs no request');
    await client.exportReport({
      reportId: 'adv_action_listing',
      format: 'CSV',
      filters: { START_DATE: '2026-11-01', END_DATE: '2026-11-02' },
    });
    assert.equal(client.exportLimits.exports?.remaining, 99);
  });

  it('has one filter for its day, so a period of one day fits and a longer one is cut', async () => {
    const client = await clientOf('brand');
    const metaData = await client.reportMetaData('ClickExport');
    const periodFilters = periodFiltersOf(metaData);
    assert.deepEqual([periodFilters?.start, periodFilters?.end], ['Date', 'Date']);
    assert.deepEqual(simulator.requests, []);
    const nowMs = Date.parse('2026-11-24T12:00:00Z');
    const saved = aSavedExport({ ...CLICKS, period: 'yesterday', filters: { ProgramId: '3629' } });
    const options = { nowMs, timeZone: 'UTC', periodFilters };
    assert.deepEqual(resolveExport(saved, options).parameters.filters, { ProgramId: '3629', Date: '2026-11-23' });
    assert.deepEqual(matchingPeriods({ Date: '2026-11-17' }, options), [], 'the first day of the last seven');
    assert.deepEqual(matchingPeriods({ Date: '2026-11-23' }, options), ['yesterday']);
  });
});
