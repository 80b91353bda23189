import assert from 'node:assert/strict';
import { ApiError } from '../../../../src/core/apiError';
import type { Job } from '../../../../src/core/jobs/job';
import { JobStore } from '../../../../src/core/jobs/jobStore';
import type { StoreChange } from '../../../../src/core/jobs/snapshot';
import { aJob } from '../../../support/aJob';
import { anAccount } from '../../../support/anAccount';
import { FakeClock } from '../../../support/fakeClock';

describe('The job store', () => {
  let store: JobStore;
  let changes: StoreChange[];
  const last = (): StoreChange => changes.at(-1) ?? assert.fail('nothing changed');

  beforeEach(() => {
    store = new JobStore(new FakeClock());
    changes = [];
    store.setAccounts([anAccount({ id: 'a' })]);
    store.onDidChange((change) => changes.push(change));
  });

  it('reports no news at the first poll', () => {
    store.applyList('a', [aJob({ id: '1', status: 'FAILED' })]);
    assert.equal(last().entries.length, 1);
    assert.deepEqual(last().transitions, []);
  });

  it('reports a changed status and a new job', () => {
    store.applyList('a', [aJob({ id: '1', status: 'RUNNING', createdAt: 1000 })]);
    store.applyList('a', [
      aJob({ id: '1', status: 'COMPLETED', createdAt: 1000 }),
      aJob({ id: '2', status: 'FAILED', createdAt: 2000 }),
    ]);
    assert.deepEqual(
      last().transitions.map(({ entry, from }) => [entry.job.id, from]),
      [
        ['1', 'RUNNING'],
        ['2', undefined],
      ],
    );
  });

  it('reports no news for older jobs from a longer look-back', () => {
    store.applyList('a', [aJob({ id: '2', createdAt: 2000 })]);
    store.applyList('a', [aJob({ id: '2', createdAt: 2000 }), aJob({ id: '1', status: 'FAILED', createdAt: 1000 })]);
    assert.deepEqual(last().transitions, []);
  });

  it('keeps the same entry while nothing changes', () => {
    store.applyList('a', [aJob({ id: '1' })]);
    const before = store.account('a')?.entries.get('1');
    store.applyList('a', [aJob({ id: '1' }), aJob({ id: '2', createdAt: 1 })]);
    assert.equal(store.account('a')?.entries.get('1'), before);
    assert.equal(last().entries.length, 1);
  });

  describe('with the same list again', () => {
    const list = [aJob({ id: '1', status: 'COMPLETED' }), aJob({ id: '2', status: 'RUNNING' })];
    const rows = (): string[] =>
      [...(store.account('a')?.entries.values() ?? [])].map(({ job }) => `${job.id} ${job.status}`).sort();
    const EVENTS: Readonly<Record<string, () => void>> = {
      'an older response for one job': () => store.applyJob('a', aJob({ id: '1', status: 'RUNNING' })),
      'a job that was dropped': () => store.dropJob('a', '2'),
      'a job that impact.com no longer lists': () => store.applyJob('a', aJob({ id: '3', status: 'COMPLETED' })),
    };

    for (const [name, happen] of Object.entries(EVENTS)) {
      it(`puts right what has changed since: ${name}`, () => {
        store.applyList('a', list);
        happen();
        assert.notDeepEqual(rows(), ['1 COMPLETED', '2 RUNNING']);
        store.applyList('a', list);
        assert.deepEqual(rows(), ['1 COMPLETED', '2 RUNNING']);
      });
    }

    it('changes nothing but the time if nothing has', () => {
      store.applyList('a', list);
      const before = store.account('a')?.entries;
      store.applyList('a', list);
      assert.equal(store.account('a')?.entries, before);
      assert.deepEqual(last().entries, []);
    });
  });

  it("notes when a run was first seen if the dates don't say: for a job queued again", async () => {
    const clock = new FakeClock();
    store = new JobStore(clock);
    store.setAccounts([anAccount({ id: 'a' })]);
    const old = { id: '1', createdAt: 1000, startedAt: 2000, completedAt: 3000 };
    const seen: (number | undefined)[] = [];
    const runs: Partial<Job>[] = [
      { status: 'COMPLETED' },
      { status: 'QUEUED' },
      { status: 'QUEUED', statusMessage: 'Soon' },
      { status: 'RUNNING', percent: 1 },
      { status: 'RUNNING', startedAt: 4000 },
      { status: 'COMPLETED', startedAt: 4000, completedAt: 5000 },
      { status: 'QUEUED', startedAt: 4000, completedAt: 5000 },
    ];
    for (const run of runs) {
      await clock.advance(1);
      store.applyJob('a', aJob({ ...old, ...run }));
      const { runSeenAtMs } = store.account('a')?.entries.get('1') ?? {};
      seen.push(runSeenAtMs === undefined ? undefined : runSeenAtMs - new FakeClock().now());
    }
    assert.deepEqual(seen, [undefined, 2, 2, 2, undefined, undefined, 7]);
  });

  it('uses the creation date as the age of a queued job that never ran', () => {
    store.applyJob('a', aJob({ id: '1', status: 'QUEUED', createdAt: 1000 }));
    assert.equal(store.account('a')?.entries.get('1')?.runSeenAtMs, undefined);
  });

  it('keeps the jobs when a poll fails', () => {
    store.applyList('a', [aJob({ id: '1' })]);
    store.applyFailure('a', new ApiError('offline', 'x'), undefined);
    assert.equal(store.account('a')?.entries.size, 1);
    assert.equal(store.account('a')?.sync.kind, 'failed');
  });

  it('drops a response for a removed account, and starts over when its server changes', () => {
    store.applyList('a', [aJob({ id: '1' })]);
    store.setAccounts([anAccount({ id: 'a', baseUrl: 'https://other.test' })]);
    assert.equal(store.account('a')?.entries.size, 0);
    store.setAccounts([]);
    store.applyList('a', [aJob({ id: '1' })]);
    assert.deepEqual(store.snapshot.accounts, []);
  });

  it("stores a job only once if it's listed twice", () => {
    store.applyList('a', [aJob({ id: '1' }), aJob({ id: '1' })]);
    assert.equal(store.account('a')?.entries.size, 1);
    assert.equal(last().entries.length, 1);
  });

  it("forgets a turned-off account's jobs, and starts over when it's turned on", () => {
    store.setAccounts([anAccount({ id: 'a' }), anAccount({ id: 'b', sid: 'IRother' })]);
    store.applyList('a', [aJob({ id: '1', status: 'RUNNING' })]);
    store.applyList('b', [aJob({ id: '2', status: 'RUNNING' })]);
    store.setAccounts([anAccount({ id: 'a', isOff: true }), anAccount({ id: 'b', sid: 'IRother' })]);
    assert.deepEqual(
      [store.account('a')?.sync.kind, store.account('a')?.entries.size, store.account('b')?.entries.size],
      ['off', 0, 1],
    );
    assert.deepEqual(
      last().entries.map(({ before, after }) => [before?.job.id, after]),
      [['1', undefined]],
    );
    store.setAccounts([anAccount({ id: 'a' }), anAccount({ id: 'b', sid: 'IRother' })]);
    assert.equal(store.account('a')?.sync.kind, 'loading');
    store.applyList('a', [aJob({ id: '1', status: 'COMPLETED' })]);
    assert.deepEqual(last().transitions, [], 'what ended meanwhile is no news');
  });

  it("keeps an account's jobs when it's renamed", () => {
    store.applyList('a', [aJob({ id: '1' })]);
    store.setAccounts([anAccount({ id: 'a', name: 'Mine', isReadOnly: true })]);
    assert.deepEqual(
      [store.account('a')?.account.name, store.account('a')?.entries.size, store.account('a')?.sync.kind],
      ['Mine', 1, 'current'],
    );
  });

  it('reports a job that stays in error for good as news, once and for no other job', () => {
    store.applyList('a', [
      aJob({ id: '1', status: 'ERROR' }),
      aJob({ id: '2', status: 'FAILED' }),
      aJob({ id: '3', status: 'ERROR' }),
    ]);
    const before = store.entry('a', '1');
    store.endRetries('a', ['1', '2', 'unknown']);
    assert.deepEqual(
      last().transitions.map(({ entry, from }) => [entry.job.id, from]),
      [['1', 'ERROR']],
    );
    assert.deepEqual(last().entries, [{ before, after: before }]);
    assert.notEqual(store.entry('a', '1'), before);
    assert.equal(store.entry('a', '1'), last().transitions[0]?.entry);
    const { length } = changes;
    store.endRetries('a', ['2']);
    store.endRetries('a', []);
    store.endRetries('of nobody', ['1']);
    assert.equal(changes.length, length);
  });

  it('forgets a job that impact.com no longer knows, and nothing if it is unknown here', () => {
    store.applyList('a', [aJob({ id: '1' }), aJob({ id: '2' })]);
    const before = store.entry('a', '1');
    store.dropJob('a', '1');
    assert.deepEqual(last().entries, [{ before, after: undefined }]);
    assert.deepEqual([...(store.account('a')?.entries.keys() ?? [])], ['2']);
    const { length } = changes;
    store.dropJob('a', '1');
    store.dropJob('of nobody', '2');
    assert.equal(changes.length, length);
  });

  it('reports the new status of a single job as news, but no new job and nothing if it is the same', () => {
    store.applyList('a', [aJob({ id: '1', status: 'RUNNING' })]);
    store.applyJob('a', aJob({ id: '1', status: 'COMPLETED' }));
    assert.deepEqual(
      last().transitions.map(({ entry, from }) => [entry.job.status, from]),
      [['COMPLETED', 'RUNNING']],
    );
    store.applyJob('a', aJob({ id: '2', createdAt: Date.UTC(2030, 0) }));
    assert.deepEqual([last().entries.length, last().transitions], [1, []]);
    const { length } = changes;
    store.applyJob('a', aJob({ id: '1', status: 'COMPLETED' }));
    store.applyJob('of nobody', aJob({ id: '1' }));
    assert.equal(changes.length, length);
  });

  it('keeps jobs that are in no list if they are to be kept, and drops the others', () => {
    store.applyList('a', [aJob({ id: '1' }), aJob({ id: '2' })]);
    const asked = store.account('a')?.entries;
    store.applyJob('a', aJob({ id: '3' }));
    store.applyList('a', [aJob({ id: '4' })], new Set(['2']), asked);
    assert.deepEqual([...(store.account('a')?.entries.keys() ?? [])].sort(), ['2', '3', '4']);
    store.applyList('a', [aJob({ id: '4' })], new Set(), store.account('a')?.entries);
    assert.deepEqual([...(store.account('a')?.entries.keys() ?? [])], ['4']);
  });

  it('adds earlier jobs to the history, but none that it knows or of an account that it does not', () => {
    store.applyList('a', [aJob({ id: '1' })]);
    const seen = ['1', '2'].map((id) => ({ job: aJob({ id, status: 'COMPLETED' }), lastSeenAtMs: 7 }));
    store.applyHistory('a', seen);
    assert.deepEqual([...(store.account('a')?.history.keys() ?? [])], ['2']);
    assert.equal(store.entry('a', '2')?.lastSeenAtMs, 7);
    assert.deepEqual(
      last().entries.map(({ before, after }) => [before, after?.job.id]),
      [[undefined, '2']],
    );
    const { length } = changes;
    store.applyHistory('a', seen);
    store.applyHistory('a', []);
    store.applyHistory('of nobody', seen);
    assert.equal(changes.length, length);
  });

  it('knows how current an account is after each success and failure', () => {
    const offline = new ApiError('offline', 'No network');
    store.applySuccess('a', 5);
    assert.deepEqual(store.account('a')?.sync, { kind: 'current', atMs: 5 });
    store.applyFailure('a', offline, 9);
    assert.deepEqual(store.account('a')?.sync, { kind: 'failed', error: offline, lastGoodAtMs: 5, nextTryAtMs: 9 });
    store.applyFailure('a', offline, undefined, 6);
    assert.deepEqual(store.account('a')?.sync, {
      kind: 'failed',
      error: offline,
      lastGoodAtMs: 6,
      nextTryAtMs: undefined,
    });
    const { length } = changes;
    store.applySuccess('of nobody');
    assert.equal(changes.length, length);
  });
});
