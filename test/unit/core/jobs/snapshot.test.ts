import assert from 'node:assert/strict';
import type { Job } from '../../../../src/core/jobs/job';
import type { JobEntry } from '../../../../src/core/jobs/jobEntry';
import { jobOfKey } from '../../../../src/core/jobs/jobEntry';
import { JobStore } from '../../../../src/core/jobs/jobStore';
import {
  type AccountSnapshot,
  entriesOf,
  entryIn,
  isAllHidden,
  knownEntries,
  lastGoodAt,
  listedEntries,
  shortfallOf,
  unsettledEntries,
} from '../../../../src/core/jobs/snapshot';
import { countFailed, countUnfinished } from '../../../../src/core/jobs/statusCounts';
import { ApiError } from '../../../../src/core/apiError';
import { aJob } from '../../../support/aJob';
import { aMemory } from '../../../support/aMemory';
import { anAccount } from '../../../support/anAccount';
import { FakeClock } from '../../../support/fakeClock';

const DAY_MS = 86_400_000;

describe('A snapshot', () => {
  const memory = aMemory();
  let clock: FakeClock;
  let store: JobStore;

  const account = (id = 'a'): AccountSnapshot => store.account(id) ?? assert.fail();
  const idsOf = (entries: Iterable<JobEntry>): string[] => [...entries].map(({ job }) => job.id);
  const ended = (id: string, change: Partial<Job> = {}): Job =>
    aJob({
      id,
      status: 'COMPLETED',
      createdAt: clock.now() - 2 * DAY_MS,
      completedAt: clock.now() - DAY_MS,
      ...change,
    });

  beforeEach(() => {
    clock = new FakeClock();
    store = new JobStore(clock, memory);
    store.setAccounts([anAccount({ id: 'a' }), anAccount({ id: 'b', sid: 'IRother' })]);
    store.applyList('a', [ended('old')]);
    store.applyList('a', [
      aJob({ id: 'done', status: 'COMPLETED' }),
      aJob({ id: 'runs', status: 'RUNNING' }),
      aJob({ id: 'waits', status: 'QUEUED' }),
      aJob({ id: 'erred', status: 'ERROR' }),
      aJob({ id: 'failed', status: 'FAILED' }),
      aJob({ id: 'paused', status: 'UNKNOWN', statusText: 'PAUSED' }),
    ]);
    store.applyList('b', [aJob({ id: 'other', status: 'RUNNING' })]);
  });

  afterEach(() => {
    const marked = memory.hidden.keys.map((key) => [key, undefined] as const);
    memory.hidden.set(marked);
  });

  it('has the jobs of the list and those that left it, and finds both by ID', () => {
    assert.deepEqual(idsOf(entriesOf(account())), ['done', 'runs', 'waits', 'erred', 'failed', 'paused', 'old']);
    assert.deepEqual(
      ['runs', 'old', 'other'].map((id) => entryIn(account(), id)?.job.id),
      ['runs', 'old', undefined],
    );
    assert.equal(entryIn(undefined, 'runs'), undefined);
  });

  it('has the listed jobs of all accounts by group, and then the others', () => {
    const listed = ['runs', 'waits', 'erred', 'failed', 'done', 'paused', 'other'];
    assert.deepEqual(idsOf(listedEntries(store.snapshot)), listed);
    assert.deepEqual(idsOf(knownEntries(store.snapshot)), [...listed, 'old']);
  });

  it('has as unsettled the listed jobs that run, wait, or might be retried, but none that ended', () => {
    assert.deepEqual(idsOf(unsettledEntries(account())), ['runs', 'waits', 'erred', 'paused']);
    assert.deepEqual(idsOf(unsettledEntries({ groups: [] })), []);
  });

  it('is all hidden only if no job of an account is shown, wherever it is', () => {
    assert.equal(isAllHidden(account()), false);
    memory.hidden.set(['done', 'runs', 'waits', 'erred', 'failed', 'paused'].map((id) => [`a/${id}`, true]));
    assert.equal(isAllHidden(account()), false);
    memory.hidden.set([['a/old', true]]);
    assert.deepEqual([isAllHidden(account()), isAllHidden(account('b'))], [true, false]);
    memory.hidden.set([['a/runs', undefined]]);
    assert.equal(isAllHidden(account()), false);
  });

  it('counts failed and unfinished jobs without those that are hidden', () => {
    const counts = (): unknown => {
      const { running, queued, others } = countUnfinished(store.snapshot);
      return [countFailed(account()), running, queued, others.map(({ job, count }) => `${job.statusText} ${count}`)];
    };
    assert.deepEqual(counts(), [2, 2, 1, ['PAUSED 1']]);
    memory.hidden.set(['failed', 'waits', 'paused'].map((id) => [`a/${id}`, true]));
    assert.deepEqual(counts(), [1, 2, 0, []]);
    assert.deepEqual([account().hiddenCount, account('b').hiddenCount], [3, 0]);
    store.applyList('a', [aJob({ id: 'failed', status: 'FAILED' })]);
    assert.equal(account().hiddenCount, 1);
  });

  it('says how many jobs of an incomplete list are known, unless none are missing', () => {
    const withShortfall = (total: number | undefined): AccountSnapshot => ({ ...account(), shortfall: { total } });
    assert.equal(shortfallOf(account()), undefined);
    assert.deepEqual(shortfallOf(withShortfall(7)), { shown: 6, total: 7 });
    assert.deepEqual(shortfallOf(withShortfall(undefined)), { shown: 6, total: undefined });
    assert.equal(shortfallOf(withShortfall(6)), undefined);
  });

  it('says when the jobs were last current', () => {
    const nowMs = clock.now();
    assert.equal(lastGoodAt(account().sync), nowMs);
    clock.jump(1000);
    store.applyFailure('a', new ApiError('offline', ''), undefined);
    assert.equal(lastGoodAt(account().sync), nowMs);
    assert.deepEqual([lastGoodAt({ kind: 'loading' }), lastGoodAt({ kind: 'off' })], [undefined, undefined]);
  });

  it('has a key for each job that leads back to it', () => {
    assert.deepEqual(jobOfKey(store.entry('a', 'runs')?.key ?? ''), { accountId: 'a', jobId: 'runs' });
    assert.deepEqual(jobOfKey('agency:x/row 3/4'), { accountId: 'agency:x', jobId: 'row 3/4' });
  });
});

describe('A job that changed after a list was requested', () => {
  it('stays as it is now, and only such a job', () => {
    const store = new JobStore(new FakeClock());
    store.setAccounts([anAccount({ id: 'a' })]);
    const [one, two, added] = ['1', '2', '3'].map((id) => aJob({ id })) as [Job, Job, Job];
    store.applyList('a', [one, two]);
    const asked = store.account('a')?.entries;
    store.applyJob('a', { ...one, percent: 50 });
    store.applyJob('a', added);
    store.applyList(
      'a',
      [
        { ...one, percent: 40 },
        { ...two, percent: 40 },
      ],
      undefined,
      asked,
    );
    assert.deepEqual(
      ['1', '2', '3'].map((id) => store.entry('a', id)?.job.percent),
      [50, 40, undefined],
    );
    assert.equal(store.entry('a', '3')?.job, added);
  });
});
