import * as assert from 'node:assert/strict';
import type { Simulator } from '../../../src/simulator/startSimulator';
import { call, pathTo } from './support/call';
import { HOUR_MS, MINUTE_MS, simulatorsForTest } from './support/simulators';

type Wire = Record<string, unknown>;

describe('The scenario of a Monday at an agency', () => {
  const start = simulatorsForTest();
  const jobsOf = async (simulator: Simulator) => (await call(simulator, pathTo(simulator, 'Jobs'))).json<Wire[]>();
  const monday = () => start([], { scenario: 'embedded' });

  it('shows every status and several types from the start', async () => {
    const jobs = await jobsOf(await monday());
    const count = (status: string) => jobs.filter(({ Status }) => Status === status).length;
    assert.ok(count('RUNNING') >= 6 && count('QUEUED') >= 2 && count('COMPLETED') >= 8);
    assert.deepEqual([count('ERROR'), count('FAILED'), count('CANCELLED')], [1, 1, 1]);
    const types = new Set(jobs.map(({ Type }) => Type));
    assert.deepEqual(
      ['ApiReport', 'DownloadReport', 'UploadAds', 'TermModification', 'AudienceSync'].filter(
        (type) => !types.has(type),
      ),
      [],
    );
    assert.ok(jobs.filter(({ Type }) => Type === 'ApiReport').length >= 12);
    assert.ok(jobs.every(({ CreatedDate }) => String(CreatedDate) > '2026-11-17'));
  });

  it('completes one job within half a minute, and more within a minute', async () => {
    const simulator = await monday();
    const completed = async () => (await jobsOf(simulator)).filter(({ Status }) => Status === 'COMPLETED').length;
    const atStart = await completed();
    simulator.advance(30_000);
    const soon = await completed();
    simulator.advance(30_000);
    assert.ok(soon > atStart);
    assert.ok((await completed()) > soon);
  });

  it('moves at least three percentages every ten seconds of the first minute', async () => {
    const simulator = await monday();
    let before = await jobsOf(simulator);
    for (let step = 0; step < 6; step++) {
      simulator.advance(10_000);
      const after = await jobsOf(simulator);
      const moved = after.filter((job) =>
        before.some(
          ({ Id, PercentageComplete }) => Id === job['Id'] && PercentageComplete !== job['PercentageComplete'],
        ),
      ).length;
      assert.ok(moved >= 3, `only ${moved} moved`);
      before = after;
    }
  });

  it('has a job that fails while watched, and an error that recovers', async () => {
    const simulator = await monday();
    const [error] = (await jobsOf(simulator)).filter(({ Status }) => Status === 'ERROR');
    const failed = async () => (await jobsOf(simulator)).filter(({ Status }) => Status === 'FAILED').length;
    const atStart = await failed();
    simulator.advance(2 * MINUTE_MS);
    assert.ok((await failed()) > atStart);
    const statuses = new Set<unknown>();
    for (let minute = 0; minute < 20; minute++) {
      simulator.advance(MINUTE_MS);
      statuses.add(simulator.describeJob(String(error?.['Id']))['Status']);
    }
    assert.deepEqual([...statuses], ['ERROR', 'RUNNING', 'COMPLETED']);
  });

  it('gets new jobs now and then during the first hours', async () => {
    const simulator = await monday();
    const counts = [(await jobsOf(simulator)).length];
    for (const ms of [MINUTE_MS, 4 * MINUTE_MS, 10 * MINUTE_MS, 45 * MINUTE_MS, 3 * HOUR_MS]) {
      simulator.advance(ms);
      counts.push((await jobsOf(simulator)).length);
    }
    assert.ok(
      counts.every((count, index) => index === 0 || count > (counts[index - 1] ?? 0)),
      String(counts),
    );
  });

  it('knows the names of the reports, including future ones', async () => {
    const simulator = await monday();
    const named = (await jobsOf(simulator)).map(({ Id, Type }) => [Type, simulator.names.get(String(Id))]);
    assert.ok(
      named.every(([type, name]) => (name !== undefined) === (type === 'ApiReport' || type === 'DownloadReport')),
    );
    assert.ok([...simulator.names.values()].includes('Invalid Clicks'));
    assert.ok(simulator.names.size > named.length);
  });

  it('has results from a few kilobytes to a few hundred megabytes, and one that is gone', async () => {
    const simulator = await monday();
    const completed = (await jobsOf(simulator)).filter(
      ({ Status, Type }) => Status === 'COMPLETED' && Type !== 'TermModification',
    );
    const sizes = completed.map(({ Id }) => simulator.resultOf(String(Id))?.lengthBytes ?? 0).sort((a, b) => a - b);
    assert.ok((sizes[0] ?? 0) < 10_000 && (sizes.at(-1) ?? 0) > 200_000_000);
    const statuses = await Promise.all(
      completed.map(async ({ Id }) => (await call(simulator, pathTo(simulator, `Jobs/${String(Id)}/Download`))).status),
    );
    assert.deepEqual(
      [statuses.filter((status) => status === 302).length, statuses.filter((status) => status === 404).length],
      [statuses.length - 1, 1],
    );
  });

  it('replays an old export in under a minute', async () => {
    const simulator = await monday();
    const [job] = (await jobsOf(simulator)).filter(
      ({ Replayable, Status }) => Replayable === true && Status === 'COMPLETED',
    );
    const { Id } = (
      await call(simulator, pathTo(simulator, `Jobs/${String(job?.['Id'])}/Replay`), { method: 'PUT' })
    ).json();
    simulator.advance(40_000);
    assert.equal(simulator.describeJob(String(Id))['Status'], 'COMPLETED');
  });

  it('is the same for the same seed', async () => {
    assert.deepEqual(await jobsOf(await monday()), await jobsOf(await monday()));
  });

  it('has click exports for a brand', async () => {
    const simulator = await start([], { scenario: 'embedded', accounts: [{ kind: 'brand' }], lists: 'bare' });
    assert.ok((await jobsOf(simulator)).some(({ Type }) => Type === 'ClickExport'));
  });
});

describe('The other scenarios', () => {
  const start = simulatorsForTest();

  it('are empty if requested', async () => {
    const simulator = await start([], { scenario: 'empty' });
    assert.deepEqual((await call(simulator, pathTo(simulator, 'Jobs'))).json(), []);
  });

  it('have the requested number of jobs, most of them ended, all within a week', async () => {
    const simulator = await start([], { scenario: { large: 10_000 } });
    const jobs = (await call(simulator, pathTo(simulator, 'Jobs?CreatedAfter=2026-11-16'))).json<Wire[]>();
    const count = (status: string) => jobs.filter(({ Status }) => Status === status).length;
    assert.equal(jobs.length, 10_000);
    assert.deepEqual([count('RUNNING'), count('QUEUED')], [200, 100]);
    assert.ok(count('COMPLETED') > 8_000 && count('FAILED') > 300 && count('CANCELLED') > 300);
    assert.equal(new Set(jobs.map(({ Id }) => Id)).size, 10_000);
  });

  it("give a test's jobs only to the first account", async () => {
    const simulator = await start([{}], { accounts: [{ kind: 'agency' }, { kind: 'agency' }] });
    const [, other] = simulator.accounts;
    assert.equal((await call(simulator, pathTo(simulator, 'Jobs'))).json<Wire[]>().length, 1);
    assert.deepEqual((await call(simulator, `${other?.path}/Jobs`, { account: other })).json(), []);
  });
});
