import assert from 'node:assert/strict';
import { jobKey } from '../../../../src/core/jobs/jobEntry';
import { JobStore } from '../../../../src/core/jobs/jobStore';
import type { ApiClient } from '../../../../src/core/api/apiClient';
import type { ExportParameters } from '../../../../src/core/reports/exportRequest';
import {
  type ExportStart,
  type RunnableExport,
  runExports,
  type RunPolicy,
} from '../../../../src/core/runs/runExports';
import type { Simulator } from '../../../../src/simulator/startSimulator';
import { aClient } from '../../../support/aClient';
import { FakeClock } from '../../../support/fakeClock';
import { simulatorsForTest } from '../../simulator/support/simulators';

const HOUR_MS = 3_600_000;

interface Item extends RunnableExport {
  readonly parameters: ExportParameters;
}

function anItem(change: Partial<ExportParameters> = {}, existingJob: RunnableExport['existingJob'] = 'use'): Item {
  const parameters = {
    reportId: 'agency_action_listing',
    reportName: 'Action Listing',
    format: 'CSV' as const,
    filters: { START_DATE: '2026-10-01', END_DATE: '2026-10-31' },
    ...change,
  };
  return { accountId: 'an-account', existingJob, parameters };
}

describe('A run of saved exports', () => {
  const start = simulatorsForTest();
  let simulator: Simulator;
  let client: ApiClient;
  let clock: FakeClock;
  let known: JobStore;
  let steps: number[];

  beforeEach(async () => {
    simulator = await start();
    clock = new FakeClock(simulator.now());
    client = aClient(simulator, clock);
    known = new JobStore(clock);
    known.setAccounts([client.account]);
    steps = [];
  });

  const policy = (change: Partial<RunPolicy<Item>> = {}): RunPolicy<Item> => ({
    async schedule({ accountId, parameters }) {
      const job = await client.exportReport(parameters);
      const isExisting = known.account(accountId)?.entries.has(job.id) === true;
      known.applyJob(accountId, job);
      return { job, isExisting };
    },
    replay: (_, jobId) => client.replayJob(jobId),
    exportsLeft: () => 100,
    now: () => simulator.now(),
    signal: new AbortController().signal,
    onStep: (_, index) => steps.push(index),
    ...change,
  });
  const kinds = (starts: readonly ExportStart[]): string[] => starts.map(({ kind }) => kind);
  const exportsAsked = (): number => simulator.requests.filter(({ endpoint }) => endpoint === 'reportExport').length;

  it('starts each one in turn, and continues after a failure', async () => {
    const starts = await runExports(
      [anItem(), anItem({ reportId: 'agency_nothing' }), anItem({ format: 'JSON' })],
      policy(),
    );
    assert.deepEqual(kinds(starts), ['started', 'failed', 'started']);
    assert.deepEqual(steps, [0, 1, 2]);
    assert.match(String((starts[1] as { error: Error }).error.message), /Not permitted to run report agency_nothing/);
  });

  it("waits for the existing job with the same parameters while it's active", async () => {
    const [first, second] = [await runExports([anItem()], policy()), await runExports([anItem()], policy())].flat();
    assert.ok(first?.kind === 'started' && second?.kind === 'started');
    assert.deepEqual([second.job.id, second.isExisting, second.replayOf], [first.job.id, false, undefined]);
  });

  it("uses the existing result, and says that it's old", async () => {
    const [first] = await runExports([anItem()], policy());
    simulator.advance(HOUR_MS);
    const [second] = await runExports([anItem()], policy());
    assert.ok(first?.kind === 'started' && second?.kind === 'started');
    assert.deepEqual([second.job.id, second.job.status, second.isExisting], [first.job.id, 'COMPLETED', true]);
  });

  it('replays it if the rule says so, unless it was just created', async () => {
    const [first] = await runExports([anItem()], policy());
    assert.ok(first?.kind === 'started');
    simulator.finishJob(first.job.id);
    const [again] = await runExports([anItem({}, 'replay')], policy());
    assert.deepEqual(again, {
      kind: 'started',
      job: again?.kind === 'started' && again.job,
      isExisting: true,
      replayOf: undefined,
    });
    simulator.advance(HOUR_MS);
    const [replayed] = await runExports([anItem({}, 'replay')], policy());
    assert.ok(replayed?.kind === 'started');
    assert.notEqual(replayed.job.id, first.job.id);
    assert.deepEqual([replayed.replayOf, replayed.isExisting], [first.job.id, false]);
  });

  it('replays a failed job, because it has no result to use', async () => {
    const [first] = await runExports([anItem()], policy());
    assert.ok(first?.kind === 'started');
    simulator.finishJob(first.job.id, { status: 'FAILED', message: 'Out of memory' });
    const [second] = await runExports([anItem()], policy());
    assert.equal(second?.kind === 'started' && second.replayOf, first.job.id);
  });

  it("says so if a failed job can't be replayed", async () => {
    const [first] = await runExports([anItem()], policy());
    assert.ok(first?.kind === 'started');
    simulator.updateJob(first.job.id, { replayable: false });
    simulator.finishJob(first.job.id, { status: 'FAILED', message: 'Out of memory' });
    assert.deepEqual(kinds(await runExports([anItem()], policy())), ['notReplayable']);
  });

  it('requests no more exports than the day allows', async () => {
    let left = 2;
    const starts = await runExports(
      [anItem(), anItem({ format: 'JSON' }), anItem({ format: 'XML' })],
      policy({ exportsLeft: () => left-- }),
    );
    assert.deepEqual(kinds(starts), ['started', 'started', 'overLimit']);
    assert.equal(exportsAsked(), 2);
  });

  it("stops requesting when impact.com's limit is reached", async () => {
    simulator = await start([], { rateLimits: { exportsPerDay: 1 } });
    client = aClient(simulator, clock);
    const starts = await runExports([anItem(), anItem({ format: 'JSON' }), anItem({ format: 'XML' })], policy());
    assert.deepEqual(kinds(starts), ['started', 'failed', 'failed']);
    assert.equal(exportsAsked(), 2);
  });

  it('starts no further exports after a cancellation', async () => {
    const abort = new AbortController();
    const starts = await runExports(
      [anItem(), anItem({ format: 'JSON' })],
      policy({ signal: abort.signal, onStep: () => abort.abort() }),
    );
    assert.deepEqual(kinds(starts), ['started', 'cancelled']);
  });

  it('keeps jobs under the key used by the list', async () => {
    const [first] = await runExports([anItem()], policy());
    assert.ok(first?.kind === 'started');
    assert.equal(known.account('an-account')?.entries.get(first.job.id)?.key, jobKey('an-account', first.job.id));
  });
});
