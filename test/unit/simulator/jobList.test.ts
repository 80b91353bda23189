import * as assert from 'node:assert/strict';
import type { NewJob } from '../../../src/simulator/jobScript';
import type { Simulator } from '../../../src/simulator/startSimulator';
import { call, pathTo } from './support/call';
import {
  aCompletedJob,
  aRunningJob,
  DAY_MS,
  FIRST_ID,
  MINUTE_MS,
  SECOND_ID,
  simulatorsForTest,
} from './support/simulators';

type Wire = Record<string, unknown>;

describe('The simulated job list', () => {
  const start = simulatorsForTest();
  const idsOf = async (simulator: Simulator, query = '') =>
    (await call(simulator, pathTo(simulator, `Jobs${query}`))).json<Wire[]>().map(({ Id }) => Id);

  it('is a bare array for an agency, newest first, with the published fields in order', async () => {
    const simulator = await start([aCompletedJob({ id: FIRST_ID }), aRunningJob({ id: SECOND_ID })]);
    const jobs = (await call(simulator, pathTo(simulator, 'Jobs'))).json<Wire[]>();
    assert.deepEqual(
      jobs.map(({ Id }) => Id),
      [SECOND_ID, FIRST_ID],
    );
    assert.deepEqual(jobs[1], {
      Id: FIRST_ID,
      Type: 'ApiReport',
      ProgramId: '3629',
      CreatedBy: simulator.accounts[0]?.sid,
      CreatedDate: '2026-11-23T08:00:00-05:00',
      StartedDate: '2026-11-23T08:00:03-05:00',
      CompletedDate: '2026-11-23T08:00:33-05:00',
      AbandonedDate: '',
      CancelledDate: '',
      FailedDate: '',
      LastProgressUpdateDate: '2026-11-23T08:00:33-05:00',
      Status: 'COMPLETED',
      StatusMessage: 'Job processing completed successfully.',
      RecordsProcessed: 40,
      PercentageComplete: 100,
      Replayable: true,
      ResultUri: pathTo(simulator, `Jobs/${FIRST_ID}/Download`),
    });
    assert.deepEqual(Object.keys(jobs[0] ?? {}), Object.keys(jobs[1] ?? {}));
  });

  it('is wrapped for a brand with null dates, and for a partner without them', async () => {
    for (const [kind, missing] of [
      ['brand', null],
      ['partner', undefined],
    ] as const) {
      const simulator = await start([aRunningJob()], { accounts: [{ kind }] });
      const { Jobs } = (await call(simulator, pathTo(simulator, 'Jobs'))).json<{ Jobs: Wire[] }>();
      assert.deepEqual(
        [Jobs.length, Jobs[0]?.['CompletedDate'], Jobs[0]?.['ResultUri'], 'FailedDate' in (Jobs[0] ?? {})],
        [1, missing, missing, kind === 'brand'],
      );
    }
  });

  it('is XML unless JSON is requested by header or path', async () => {
    const simulator = await start([aCompletedJob()]);
    const xml = await call(simulator, pathTo(simulator, 'Jobs'), { accept: '*/*' });
    assert.match(xml.headers['content-type'] ?? '', /xml/);
    assert.match(
      xml.text,
      /<ImpactRadiusResponse><Jobs><Job><Id>.*<FailedDate\/>.*<\/Job><\/Jobs><\/ImpactRadiusResponse>$/,
    );
    assert.equal((await call(simulator, pathTo(simulator, 'Jobs.json'), { accept: '*/*' })).json<Wire[]>().length, 1);
    assert.match((await call(simulator, pathTo(simulator, 'Jobs.xml'))).text, /^<\?xml/);
  });

  it('can have numbers and booleans as strings and statuses in title case', async () => {
    const simulator = await start([aCompletedJob()], { stringNumbers: true, titleCaseStatus: true });
    const [job] = (await call(simulator, pathTo(simulator, 'Jobs'))).json<Wire[]>();
    assert.deepEqual(
      [job?.['PercentageComplete'], job?.['RecordsProcessed'], job?.['Replayable'], job?.['Status']],
      ['100', '40', 'true', 'Completed'],
    );
  });

  it('returns any field that a test sets', async () => {
    const simulator = await start([
      aRunningJob({ fields: { Status: 'PAUSED', NewField: { deep: 1 }, ProgramId: 3629 } }),
    ]);
    const [job] = (await call(simulator, pathTo(simulator, 'Jobs'))).json<Wire[]>();
    assert.deepEqual([job?.['Status'], job?.['NewField'], job?.['ProgramId']], ['PAUSED', { deep: 1 }, 3629]);
  });

  describe('between dates', () => {
    // The clock stands at 09:00 on 23 November in the account's time zone.
    const onDays = (...days: readonly number[]): NewJob[] =>
      days.map((day) => ({ id: `day-${day}`, createdAgoMs: (23 - day) * DAY_MS }));

    it("includes both days for an agency, from midnight to midnight in the account's time zone", async () => {
      const simulator = await start([
        ...onDays(20, 21, 22),
        { id: 'late', createdAgoMs: 9 * 60 * MINUTE_MS + 1 },
        { id: 'early', createdAgoMs: 9 * 60 * MINUTE_MS },
      ]);
      assert.deepEqual(await idsOf(simulator, '?CreatedAfter=2026-11-21&CreatedBefore=2026-11-22'), [
        'late',
        'day-22',
        'day-21',
      ]);
      assert.deepEqual(await idsOf(simulator, '?CreatedAfter=2026-11-23'), ['early']);
    });

    it('accepts times from a brand', async () => {
      const simulator = await start(onDays(20, 21, 22), { accounts: [{ kind: 'brand' }], lists: 'bare' });
      assert.deepEqual(await idsOf(simulator, '?CreatedAfter=2026-11-21T09:00:00-05:00'), ['day-22', 'day-21']);
      assert.deepEqual(await idsOf(simulator, '?CreatedAfter=2026-11-21T14:00:01Z'), ['day-22']);
      assert.deepEqual(await idsOf(simulator, '?CreatedBefore=2026-11-21T14:00:00Z'), ['day-21', 'day-20']);
    });

    it('names the field of an unreadable date', async () => {
      const simulator = await start();
      for (const text of ['2026-02-30', 'yesterday', '2026-11-21T09:00:00-05:00']) {
        const answer = await call(simulator, pathTo(simulator, `Jobs?CreatedAfter=${encodeURIComponent(text)}`));
        assert.equal(answer.status, 400, text);
        assert.equal(answer.json<{ Errors: { Field: string }[] }>().Errors[0]?.Field, 'CreatedAfter');
      }
    });
  });

  describe('in pages', () => {
    const five = Array.from({ length: 5 }, (_, index): NewJob => ({
      id: `job-${index}`,
      createdAgoMs: index * MINUTE_MS,
    }));

    it('has further pages until one is empty', async () => {
      for (const absoluteUris of [false, true]) {
        const simulator = await start(five, { lists: { pageSize: 2, absoluteUris } });
        const seen: unknown[] = [];
        const sizes: number[] = [];
        for (let next = pathTo(simulator, 'Jobs?CreatedAfter=2026-11-01'); next !== '';) {
          const page = (await call(simulator, absoluteUris ? next.replace(simulator.baseUrl, '') : next)).json<{
            Jobs: Wire[];
            '@nextpageuri': string;
          }>();
          seen.push(...page.Jobs.map(({ Id }) => Id));
          sizes.push(page.Jobs.length);
          next = page['@nextpageuri'];
          assert.ok(next === '' || next.startsWith(absoluteUris ? 'http://' : '/Agencies/'));
        }
        assert.deepEqual([seen, sizes], [five.map(({ id }) => id), [2, 2, 1]]);
      }
    });

    it('has the paging attributes as strings, or as attributes in XML', async () => {
      const simulator = await start(five, { lists: { pageSize: 2, misspelled: true } });
      const page = (await call(simulator, pathTo(simulator, 'Jobs?Page=2'))).json();
      assert.deepEqual(
        [page['@page'], page['@numpages'], page['@pagesize'], page['@total'], page['@start'], page['@end']],
        ['2', '3', '2', '5', '2', '3'],
      );
      assert.ok('@firstpageruri' in page && !('@firstpageuri' in page));
      assert.match(
        (await call(simulator, pathTo(simulator, 'Jobs'), { accept: '' })).text,
        /<Jobs page="1" numpages="3"/,
      );
    });
  });

  it("doesn't show a job before its time, and then returns it by its ID", async () => {
    const simulator = await start([{ id: FIRST_ID, createdAgoMs: -MINUTE_MS }]);
    const path = pathTo(simulator, `Jobs/${FIRST_ID}`);
    assert.deepEqual([await idsOf(simulator), (await call(simulator, path)).status], [[], 404]);
    simulator.advance(MINUTE_MS);
    const job = await call(simulator, path);
    assert.deepEqual([await idsOf(simulator), job.status, job.json()['Status']], [[FIRST_ID], 200, 'QUEUED']);
  });

  it('lets tests add, change, end, and remove jobs', async () => {
    const simulator = await start();
    const id = simulator.addJob(aRunningJob());
    assert.equal(simulator.describeJob(id)['PercentageComplete'], 10);
    simulator.updateJob(id, { runMs: 20_000 });
    assert.equal(simulator.describeJob(id)['PercentageComplete'], 50);
    simulator.finishJob(id, { status: 'FAILED', message: 'Enough.' });
    assert.deepEqual(
      [simulator.describeJob(id)['Status'], simulator.describeJob(id)['FailedDate']],
      ['FAILED', '2026-11-23T09:00:00-05:00'],
    );
    simulator.removeJob(id);
    assert.deepEqual(await idsOf(simulator), []);
    assert.throws(() => simulator.describeJob(id), /no job/);
  });

  it('keeps the jobs of accounts separate', async () => {
    const simulator = await start([{ id: FIRST_ID }], { accounts: [{ kind: 'agency' }, { kind: 'agency' }] });
    const [, other] = simulator.accounts;
    assert.ok(other);
    assert.deepEqual((await call(simulator, `${other.path}/Jobs`, { account: other })).json(), []);
    assert.equal((await call(simulator, `${other.path}/Jobs/${FIRST_ID}`, { account: other })).status, 404);
  });

  it('runs as many times faster as configured', async () => {
    let realMs = 1_000_000;
    const simulator = await start([], { speed: 60, clock: { now: () => realMs } });
    realMs += 1_000;
    assert.equal(simulator.now(), 1_000_000 + 60_000);
    simulator.advance(5);
    assert.equal(simulator.now(), 1_000_000 + 60_005);
  });
});
