import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { JobHistory } from '../../../../src/core/history/jobHistory';
import type { Job } from '../../../../src/core/jobs/job';
import { JobStore } from '../../../../src/core/jobs/jobStore';
import { aJob } from '../../../support/aJob';
import { anAccount } from '../../../support/anAccount';
import { FakeClock } from '../../../support/fakeClock';

const DAY_MS = 86_400_000;

describe('Jobs that left the list', () => {
  let clock: FakeClock;
  let folder: string;
  const histories: JobHistory[] = [];

  beforeEach(() => {
    clock = new FakeClock();
    folder = mkdtempSync(path.join(tmpdir(), 'impact-jobs-history-'));
  });

  afterEach(() => {
    histories.splice(0).forEach((history) => history.dispose());
    rmSync(folder, { recursive: true, force: true });
  });

  function open(): { store: JobStore; close: () => void } {
    const store = new JobStore(clock);
    store.setAccounts([anAccount({ id: 'a' })]);
    const history = new JobHistory({ store, clock, folder, onProblem: (error) => assert.fail(String(error)) });
    histories.push(history);
    return { store, close: () => histories.splice(histories.indexOf(history), 1).forEach((one) => one.dispose()) };
  }

  const old = (id: string, days: number, stated: Partial<Job> = {}): Job =>
    aJob({
      id,
      status: 'COMPLETED',
      createdAt: clock.now() - days * DAY_MS,
      completedAt: clock.now() - days * DAY_MS,
      ...stated,
    });

  const seen = (store: JobStore): readonly unknown[] =>
    [...(store.account('a')?.history.values() ?? [])].map(({ job, lastSeenAtMs }) => [
      job.id,
      job.status,
      (clock.now() - (lastSeenAtMs ?? 0)) / DAY_MS,
    ]);

  it('stay as last seen, outside every group, until a list contains them again', async () => {
    const { store } = open();
    const job = old('1', 6.5);
    store.applyList('a', [job]);
    await clock.advance(DAY_MS);
    store.applyList('a', []);
    assert.deepEqual(seen(store), [['1', 'COMPLETED', 1]]);
    assert.deepEqual([store.account('a')?.entries.size, store.account('a')?.groups], [0, []]);
    store.applyList('a', [{ ...job, status: 'FAILED' }]);
    assert.deepEqual([seen(store), store.account('a')?.entries.get('1')?.lastSeenAtMs], [[], undefined]);
  });

  it('exclude active jobs, jobs unknown to impact.com, and jobs too young to be too old', async () => {
    const { store } = open();
    store.applyList('a', [
      old('running', 8, { status: 'RUNNING' }),
      old('young', 0.5),
      old('gone', 8),
      old('row 1', 8),
    ]);
    await clock.advance(1000);
    store.dropJob('a', 'gone');
    store.applyList('a', []);
    assert.deepEqual(seen(store), []);
  });

  it("are restored at the next start if the list doesn't contain them", async () => {
    const first = open();
    first.store.applyList('a', [old('1', 6), old('2', 3), old('running', 1, { status: 'RUNNING' })]);
    await clock.advance(1000);
    first.close();
    await clock.advance(3 * DAY_MS);
    const second = open();
    second.store.applyList('a', [old('2', 6)]);
    await clock.advance(0);
    assert.deepEqual(
      seen(second.store).map((row) => (row as unknown[]).slice(0, 2)),
      [['1', 'COMPLETED']],
    );
    assert.ok(Math.abs(Number((seen(second.store)[0] as unknown[])[2]) - 3) < 0.01);
  });

  it('are forgotten after ninety days, and with their account', async () => {
    const first = open();
    first.store.applyList('a', [old('1', 6)]);
    await clock.advance(1000);
    first.close();
    await clock.advance(85 * DAY_MS);
    const second = open();
    second.store.applyList('a', []);
    await clock.advance(0);
    assert.deepEqual(seen(second.store), []);
    second.store.setAccounts([]);
    assert.deepEqual(readdirSync(folder), []);
  });

  it('are written rarely, without momentary data, and a damaged file counts as none', async () => {
    const { store } = open();
    await clock.advance(0);
    store.applyList('a', [old('1', 6, { unread: { Secret: 'x' } })]);
    await clock.advance(29 * 60_000);
    assert.deepEqual(readdirSync(folder), []);
    await clock.advance(2 * 60_000);
    const [name = ''] = readdirSync(folder);
    assert.doesNotMatch(readFileSync(path.join(folder, name), 'utf8'), /Secret/);
    writeFileSync(path.join(folder, name), '{"version":1,"jobs":[{"job":');
    const second = open();
    second.store.applyList('a', []);
    await clock.advance(0);
    assert.deepEqual(seen(second.store), []);
  });

  it('are all there after a reload, for 90 days of 300 jobs a day', async () => {
    const perDay = 300;
    const jobs = Array.from({ length: 89 * perDay }, (_, index) => old(`job-${index}`, 0.5 + index / perDay));
    const first = open();
    first.store.applyList('a', jobs);
    await clock.advance(1000);
    first.store.applyList('a', jobs.slice(0, 7 * perDay));
    assert.equal(first.store.account('a')?.history.size, 82 * perDay);
    first.close();
    const second = open();
    second.store.applyList('a', jobs.slice(0, 7 * perDay));
    await clock.advance(0);
    assert.equal(second.store.account('a')?.history.size, 82 * perDay);
  });

  it("don't stay in memory for longer, or in larger numbers, than on the disk", async () => {
    const { store } = open();
    const jobs = Array.from({ length: 31_000 }, (_, index) => old(`job-${index}`, 2 + index / 1000));
    store.applyList('a', [...jobs, old('next', 2)]);
    await clock.advance(1000);
    store.applyList('a', [old('next', 2)]);
    assert.equal(store.account('a')?.history.size, 30_000);
    assert.equal(store.account('a')?.history.has('job-30999'), false, 'the oldest go first');
    await clock.advance(89 * DAY_MS);
    store.applyList('a', []);
    assert.equal(store.account('a')?.history.size, 0);
  });

  it('are kept for each server, and all deleted with the account', async () => {
    const { store } = open();
    store.applyList('a', [old('1', 6)]);
    await clock.advance(3 * DAY_MS);
    store.applyList('a', []);
    await clock.advance(31 * 60_000);
    store.setAccounts([anAccount({ id: 'a', baseUrl: 'https://gateway.test' })]);
    store.applyList('a', [old('elsewhere', 6)]);
    await clock.advance(31 * 60_000);
    assert.deepEqual(seen(store), []);
    store.setAccounts([anAccount({ id: 'a' })]);
    store.applyList('a', []);
    await clock.advance(0);
    assert.deepEqual(
      seen(store).map((row) => (row as unknown[])[0]),
      ['1'],
    );
    assert.equal(readdirSync(folder).length, 2);
    store.setAccounts([]);
    assert.deepEqual(readdirSync(folder), []);
  });
});
