import assert from 'node:assert/strict';
import type { Memento } from 'vscode';
import { ApiError } from '../../../../src/core/apiError';
import { DownloadError } from '../../../../src/core/download/downloadError';
import type { JobEntry } from '../../../../src/core/jobs/jobEntry';
import { JobStore } from '../../../../src/core/jobs/jobStore';
import { WantedDownloads } from '../../../../src/vscode/exports/wantedDownloads';
import { WANTED_DOWNLOADS_KEY } from '../../../../src/vscode/savedExports/pendingState';
import { aJob } from '../../../support/aJob';
import { anAccount } from '../../../support/anAccount';
import { FakeClock } from '../../../support/fakeClock';

const HOUR_MS = 3_600_000;

describe('Downloads that start when their jobs complete', () => {
  let kept: Map<string, unknown>;
  let store: JobStore;
  let clock: FakeClock;
  let brought: string[];
  /** What each download throws, one after the other. */
  let failures: Error[];
  let problems: unknown[];
  /** impact.com's answer to a request for a job. */
  let lookUp: (accountId: string, jobId: string) => Promise<unknown>;

  beforeEach(() => {
    kept = new Map();
    clock = new FakeClock();
    store = new JobStore(clock);
    lookUp = () => assert.fail('a job that is known is not asked for');
    store.setAccounts([anAccount({ id: 'a' })]);
    brought = [];
    failures = [];
    problems = [];
  });

  function open(): WantedDownloads {
    const workspaceState = {
      get: (key: string, other?: unknown) => kept.get(key) ?? other,
      update: (key: string, value: unknown) =>
        Promise.resolve(value === undefined ? kept.delete(key) : kept.set(key, value)),
      keys: () => [...kept.keys()],
    } as unknown as Memento;
    const download = (entries: readonly JobEntry[]): Promise<void> => {
      const failure = failures.shift();
      brought.push(...entries.map(({ job }) => job.id));
      return failure === undefined ? Promise.resolve() : Promise.reject(failure);
    };
    return new WantedDownloads({
      context: { storageUri: undefined, workspaceState },
      store,
      clock,
      lookUp: (accountId, jobId) => lookUp(accountId, jobId),
      download,
      onProblem: (error) => void problems.push(error),
    });
  }
  const entryOf = (id: string): JobEntry => store.account('a')?.entries.get(id) ?? assert.fail();

  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  it('start after a reload too, and then leave nothing that would load code at the next one', async () => {
    store.applyList('a', [aJob({ id: '1', status: 'RUNNING' })]);
    const before = open();
    before.add(entryOf('1'));
    before.dispose();
    assert.deepEqual(kept.get(WANTED_DOWNLOADS_KEY), [entryOf('1').key]);
    const after = open();
    store.applyList('a', [aJob({ id: '1', status: 'COMPLETED' })]);
    await turn();
    assert.deepEqual(brought, ['1']);
    assert.equal(kept.has(WANTED_DOWNLOADS_KEY), false);
    after.dispose();
  });

  it('are dropped if the job fails, but not if impact.com retries it', () => {
    store.applyList('a', [aJob({ id: '1', status: 'RUNNING' }), aJob({ id: '2', status: 'RUNNING' })]);
    const wanted = open();
    wanted.add(entryOf('1'));
    wanted.add(entryOf('2'));
    store.applyList('a', [aJob({ id: '1', status: 'FAILED' }), aJob({ id: '2', status: 'ERROR' })]);
    assert.deepEqual([brought, kept.get(WANTED_DOWNLOADS_KEY)], [[], [entryOf('2').key]]);
    store.applyJob('a', aJob({ id: '2', status: 'ERROR', failedAt: clock.now() - 2 * HOUR_MS }));
    assert.equal(kept.has(WANTED_DOWNLOADS_KEY), false, 'impact.com has given up');
    wanted.dispose();
  });

  it('start for a job that left the list, whether it was seen to end or not', async () => {
    kept.set(WANTED_DOWNLOADS_KEY, ['a/seen', 'a/unseen']);
    lookUp = (accountId, id) => Promise.resolve(store.applyJob(accountId, aJob({ id, status: 'COMPLETED' })));
    const wanted = open();
    assert.deepEqual(brought, [], 'nothing is asked before the list is there');
    store.applyHistory('a', [{ job: aJob({ id: 'seen', status: 'COMPLETED' }), lastSeenAtMs: clock.now() }]);
    store.applyList('a', []);
    await turn();
    assert.deepEqual([brought.sort(), kept.has(WANTED_DOWNLOADS_KEY)], [['seen', 'unseen'], false]);
    wanted.dispose();
  });

  it("are dropped if the job is gone or the account signed out, but not if impact.com doesn't answer", async () => {
    kept.set(WANTED_DOWNLOADS_KEY, ['a/gone', 'a/later', 'signed-out/1']);
    lookUp = (_, id) => Promise.reject(new ApiError(id === 'gone' ? 'notFound' : 'offline', ''));
    const wanted = open();
    assert.deepEqual(kept.get(WANTED_DOWNLOADS_KEY), ['a/gone', 'a/later']);
    store.applyList('a', []);
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual([brought, kept.get(WANTED_DOWNLOADS_KEY)], [[], ['a/later']]);
    wanted.dispose();
  });

  it('are wanted until the file is there: a result that impact.com calls not ready is tried again', async () => {
    store.applyList('a', [aJob({ id: '1', status: 'RUNNING' })]);
    failures = [new DownloadError('notReady', '202'), new ApiError('offline', '')];
    const wanted = open();
    wanted.add(entryOf('1'));
    store.applyList('a', [aJob({ id: '1', status: 'COMPLETED' })]);
    await turn();
    assert.deepEqual([brought, kept.get(WANTED_DOWNLOADS_KEY)], [['1'], [entryOf('1').key]]);
    store.applyJob('a', aJob({ id: '2', status: 'RUNNING' }));
    assert.deepEqual(brought, ['1'], 'no other change makes it hurry');
    await clock.advance(60_000);
    assert.deepEqual([brought.length, kept.has(WANTED_DOWNLOADS_KEY)], [2, true]);
    await clock.advance(120_000);
    assert.deepEqual([brought.length, kept.has(WANTED_DOWNLOADS_KEY), problems], [3, false, []]);
    wanted.dispose();
  });

  it('are given up with one message if trying again does not help', async () => {
    store.applyList('a', [aJob({ id: '1', status: 'RUNNING' }), aJob({ id: '2', status: 'RUNNING' })]);
    const full = new DownloadError('diskFull', 'No space');
    failures = [full, ...Array.from({ length: 10 }, () => new DownloadError('notReady', '202'))];
    const wanted = open();
    wanted.add(entryOf('1'));
    store.applyList('a', [aJob({ id: '1', status: 'COMPLETED' }), aJob({ id: '2', status: 'RUNNING' })]);
    await turn();
    assert.deepEqual([problems, kept.has(WANTED_DOWNLOADS_KEY)], [[full], false]);
    wanted.add(entryOf('2'));
    store.applyJob('a', aJob({ id: '2', status: 'COMPLETED' }));
    await clock.advance(2 * 3_600_000);
    assert.deepEqual([problems.length, brought.length, kept.has(WANTED_DOWNLOADS_KEY)], [2, 11, false]);
    wanted.dispose();
  });

  it('are still wanted in the next session if this one ends during the download', async () => {
    store.applyList('a', [aJob({ id: '1', status: 'RUNNING' })]);
    const wanted = open();
    wanted.add(entryOf('1'));
    store.applyList('a', [aJob({ id: '1', status: 'COMPLETED' })]);
    wanted.dispose();
    await turn();
    assert.equal(kept.has(WANTED_DOWNLOADS_KEY), true);
  });

  it('are dropped if the job stays in error', async () => {
    store.applyList('a', [aJob({ id: '1', status: 'RUNNING' })]);
    const wanted = open();
    wanted.add(entryOf('1'));
    store.applyList('a', [aJob({ id: '1', status: 'ERROR', failedAt: clock.now() })]);
    await clock.advance(75 * 60_000);
    assert.equal(kept.has(WANTED_DOWNLOADS_KEY), true);
    store.endRetries('a', ['1']);
    assert.deepEqual([brought, kept.has(WANTED_DOWNLOADS_KEY)], [[], false]);
    wanted.dispose();
  });
});
