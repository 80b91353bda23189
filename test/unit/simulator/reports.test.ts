import * as assert from 'node:assert/strict';
import { REPORT_CATEGORIES } from '../../../src/simulator/reportCatalog';
import type { Simulator } from '../../../src/simulator/startSimulator';
import { assertPublished } from '../core/api/support/published';
import { call, fetchFile, linkTo, pathTo } from './support/call';
import { HOUR_MS, simulatorsForTest } from './support/simulators';

interface Named {
  readonly Name: string;
  readonly Id: string;
  readonly DataType: string;
  readonly [field: string]: unknown;
}

const NOVEMBER = 'START_DATE=2026-11-01&END_DATE=2026-11-20';

describe('The simulated report catalog', () => {
  const start = simulatorsForTest();

  it('lists about thirty reports in known categories, not all of them for the API', async () => {
    const simulator = await start();
    const reports = (await call(simulator, pathTo(simulator, 'Reports'))).json<Named[]>();
    assert.ok(reports.length >= 30);
    assert.ok(reports.every(({ Category }) => (REPORT_CATEGORIES as readonly unknown[]).includes(Category)));
    const [action] = reports;
    const base = pathTo(simulator, '');
    assert.deepEqual(action, {
      Name: 'Action Listing',
      Id: 'agency_action_listing',
      Category: 'Listing',
      Description: 'Displays data for each individual action that has been credited to your media.',
      ApiAccessible: true,
      ApiRunUri: `${base}Reports/agency_action_listing`,
      DeferredApiRunUri: `${base}ReportExport/agency_action_listing`,
      MetaDataUri: `${base}Reports/agency_action_listing/MetaData`,
    });
    const web = reports.find(({ ApiAccessible }) => ApiAccessible === false);
    assert.deepEqual([typeof web?.['RunUri'], web?.['DeferredApiRunUri']], ['string', undefined]);
  });

  it('has its own IDs for each kind of account, and is wrapped for a brand', async () => {
    const simulator = await start([], { accounts: [{ kind: 'brand' }] });
    const { Reports } = (await call(simulator, pathTo(simulator, 'Reports'))).json<{ Reports: Named[] }>();
    assert.equal(Reports[0]?.Id, 'adv_action_listing');
  });

  it('describes filters and attributes of all data types', async () => {
    const simulator = await start();
    const { Filters, Attributes } = (
      await call(simulator, pathTo(simulator, 'Reports/agency_action_listing/MetaData'))
    ).json<{ Filters: Named[]; Attributes: Named[] }>();
    assert.deepEqual(Filters[0], {
      Name: 'Start Date',
      DataType: "Date (yyyy-MM-dd'T'HH:mm:ssZZ)",
      Format: 'yyyy-MM-dd',
    });
    assert.deepEqual([...new Set(Filters.map(({ DataType }) => DataType))].sort(), [
      'Boolean',
      "Date (yyyy-MM-dd'T'HH:mm:ssZZ)",
      'Decimal',
      'Integer',
      'String',
    ]);
    assert.deepEqual(
      Attributes.slice(0, 2).map(({ Name }) => Name),
      ['Action_Id', 'Action_Date'],
    );
  });

  it("refuses the metadata of a report that isn't for the API, with status 200", async () => {
    const simulator = await start();
    for (const id of ['agency_brand_bidding', 'agency_nothing', 'action_listing', 'adv_action_listing']) {
      const answer = await call(simulator, pathTo(simulator, `Reports/${id}/MetaData`));
      assert.deepEqual(
        [answer.status, answer.json()],
        [200, { Status: 'ERROR', Message: `Not permitted to run report ${id}` }],
      );
    }
  });

  it('still runs a report the old way', async () => {
    const simulator = await start();
    const records = (await call(simulator, pathTo(simulator, `Reports/agency_action_listing?${NOVEMBER}`))).json<
      Record<string, unknown>[]
    >();
    assert.ok(records.length > 0 && Object.values(records[0] ?? {}).every((value) => typeof value === 'string'));
    assert.equal((await call(simulator, pathTo(simulator, 'Reports/agency_action_listing'))).json()['Status'], 'ERROR');
  });
});

describe('A simulated report export', () => {
  const start = simulatorsForTest();
  const schedule = async (simulator: Simulator, query = NOVEMBER, report = 'agency_action_listing') =>
    (await call(simulator, pathTo(simulator, `ReportExport/${report}?${query}`))).json<Record<string, string>>();
  const idIn = (answer: Record<string, string>) => answer['QueuedUri']?.split('/').at(-1) ?? '';

  it('schedules a job that completes with a file in the requested format and period', async () => {
    const simulator = await start();
    const answer = await schedule(simulator, `ResultFormat=JSON&SUBAID=4187&${NOVEMBER}`);
    const id = idIn(answer);
    const path = pathTo(simulator, `Jobs/${id}`);
    assert.deepEqual(answer, {
      Status: 'QUEUED',
      QueuedUri: path,
      ResultUri: `${path}/Download`,
      ReplayUri: `${path}/Replay`,
    });
    const job = (await call(simulator, path)).json();
    assert.deepEqual([job['Type'], job['Status'], job['ProgramId']], ['ApiReport', 'QUEUED', '4187']);
    simulator.advance(HOUR_MS);
    const { Records } = (await fetchFile(simulator, await linkTo(simulator, id))).json<{
      Records: { Action_Date: string }[];
    }>();
    assert.ok(Records.length > 1_000);
    assert.ok(Records.every(({ Action_Date: date }) => date >= '2026-11-01' && date < '2026-11-21'));
  });

  it('returns the existing job for the same parameters in any order', async () => {
    const simulator = await start();
    const id = idIn(await schedule(simulator));
    simulator.advance(HOUR_MS);
    assert.equal(idIn(await schedule(simulator, 'END_DATE=2026-11-20&START_DATE=2026-11-01')), id);
    assert.notEqual(idIn(await schedule(simulator, `${NOVEMBER}&ResultFormat=XML`)), id);
    assert.notEqual(idIn(await schedule(simulator, NOVEMBER, 'agency_action_updates')), id);
  });

  const mistakes: [string, string, RegExp, string?][] = [
    ['an unknown report', NOVEMBER, /^Not permitted to run report agency_nothing$/, 'agency_nothing'],
    ['a report for the web alone', NOVEMBER, /^Not permitted/, 'agency_user_activity'],
    ['an unknown format', `${NOVEMBER}&ResultFormat=PDF`, /^Invalid result format\. Must be one of CSV, JSON or XML$/],
    ['missing dates', 'START_DATE=2026-11-01', /END_DATE/],
    ['a date that does not exist', 'START_DATE=2026-02-30&END_DATE=2026-03-01', /^Validation Failed$/],
    ['dates the wrong way round', 'START_DATE=2026-11-20&END_DATE=2026-11-01', /START_DATE must not be after END_DATE/],
    ['a number that is none', `${NOVEMBER}&SUBAID=abc`, /^Validation Failed$/],
    ['a boolean that is none', `${NOVEMBER}&SHOW_REVERSED=maybe`, /^Validation Failed$/],
  ];
  for (const [what, query, message, report] of mistakes) {
    it(`returns an error with status 200 for ${what}`, async () => {
      const simulator = await start();
      const answer = await call(
        simulator,
        pathTo(simulator, `ReportExport/${report ?? 'agency_action_listing'}?${query}`),
      );
      assert.deepEqual([answer.status, answer.json()['Status']], [200, 'ERROR']);
      assert.match(String(answer.json()['Message']), message);
      assert.deepEqual((await call(simulator, pathTo(simulator, 'Jobs'))).json(), []);
    });
  }

  it('names the field of an unreadable value', async () => {
    const simulator = await start();
    const { Errors } = (
      await call(simulator, pathTo(simulator, `ReportExport/agency_action_listing?${NOVEMBER}&SUBAID=abc`))
    ).json<{ Errors: unknown[] }>();
    assert.deepEqual(Errors, [{ Field: 'SUBAID', Message: 'Not a numeric value' }]);
  });

  it('needs no dates if the report has none, and accepts them with a time', async () => {
    const simulator = await start();
    assert.equal((await schedule(simulator, '', 'agency_partner_listing'))['Status'], 'QUEUED');
    assert.equal(
      (await schedule(simulator, 'START_DATE=2026-11-01T00:00:00-05:00&END_DATE=2026-11-02T00:00:00Z'))['Status'],
      'QUEUED',
    );
  });

  it('creates the kind of job that the options describe', async () => {
    const simulator = await start([], { exportJob: { queueMs: 0, runMs: 0, result: { content: 'a,b\n1,2\n' } } });
    const id = idIn(await schedule(simulator));
    assert.equal((await fetchFile(simulator, await linkTo(simulator, id))).text, 'a,b\n1,2\n');
  });

  it('of clicks is available for brands and partners, each at its published address', async () => {
    for (const [kind, path, other] of [
      ['brand', 'Programs/3629/ClickExport', 'ClickExport?ProgramId=3629'],
      ['partner', 'ClickExport?ProgramId=3629', 'Programs/3629/ClickExport'],
    ] as const) {
      const simulator = await start([], { accounts: [{ kind }] });
      const id = idIn((await call(simulator, pathTo(simulator, path))).json());
      assert.deepEqual(
        [simulator.describeJob(id)['Type'], simulator.describeJob(id)['ProgramId']],
        ['ClickExport', '3629'],
      );
      assert.equal((await call(simulator, pathTo(simulator, other))).status, 404);
      simulator.requests.filter(({ status }) => status === 200).forEach((request) => assertPublished(request));
    }
  });
});
