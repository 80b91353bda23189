import assert from 'node:assert/strict';
import { isHistory, remembered } from '../../../../src/core/jobs/history';
import type { Job } from '../../../../src/core/jobs/job';
import { JobStore } from '../../../../src/core/jobs/jobStore';
import { aJob } from '../../../support/aJob';
import { anAccount } from '../../../support/anAccount';
import { FakeClock } from '../../../support/fakeClock';

const DAY_MS = 86_400_000;

describe('Jobs that left the list', () => {
  let clock: FakeClock;
  let store: JobStore;
  let heard: string[];

  const ended = (id: string, ageDays: number, change: Partial<Job> = {}): Job => {
    const createdAt = clock.now() - ageDays * DAY_MS;
    return aJob({ id, status: 'COMPLETED', createdAt, completedAt: createdAt, ...change });
  };
  const list = (...jobs: Job[]): void => {
    heard = [];
    store.applyList('a', jobs);
  };
  const history = (): string[] => [...(store.account('a')?.history.keys() ?? [])];

  beforeEach(() => {
    clock = new FakeClock();
    store = new JobStore(clock);
    store.setAccounts([anAccount({ id: 'a' })]);
    store.onDidChange(({ entries }) => {
      heard = entries.map(
        ({ before, after }) => `${(after ?? before)?.job.id} ${before ? 'was' : ''}${after ? 'is' : ''}`,
      );
    });
  });

  it('are remembered with the time of the list that still had them', () => {
    list(ended('old', 8), ended('new', 1));
    const seenAtMs = clock.now();
    clock.jump(DAY_MS);
    list(ended('new', 2));
    assert.deepEqual(history(), ['old']);
    assert.equal(store.entry('a', 'old')?.lastSeenAtMs, seenAtMs);
    assert.deepEqual(
      heard,
      ['old was', 'new wasis', 'old is'].filter((text) => heard.includes(text)),
    );
    assert.ok(heard.includes('old was') && heard.includes('old is'), heard.join());
  });

  it('are forgotten if they are back in the list', () => {
    list(ended('old', 8), ended('older', 9));
    list();
    assert.deepEqual(history().sort(), ['old', 'older']);
    list(ended('old', 8));
    assert.deepEqual(history(), ['older']);
    assert.deepEqual(heard, ['old was', 'old is']);
    assert.equal(store.entry('a', 'old')?.lastSeenAtMs, undefined);
  });

  it('are forgotten after 90 days, when another job leaves the list', () => {
    list(ended('old', 89), ended('new', 2));
    list(ended('new', 2));
    assert.deepEqual(history(), ['old']);
    clock.jump(2 * DAY_MS);
    list();
    assert.deepEqual(history(), ['new']);
    assert.ok(heard.includes('old was'), heard.join());
  });

  it('stay the same object while none leaves and none comes back', () => {
    list(ended('old', 8), ended('new', 2));
    list(ended('new', 2));
    const before = store.account('a')?.history;
    list(ended('new', 2), ended('newer', 1));
    assert.equal(store.account('a')?.history, before);
  });

  it('are no history if they are younger than a day, haven’t ended, have no ID, or are too old', () => {
    const nowMs = clock.now();
    assert.deepEqual(
      [
        ended('a', 1),
        ended('a', 0.99),
        ended('a', 90),
        ended('a', 90.01),
        ended('row 7', 8),
        ended('a', 8, { status: 'RUNNING' }),
        ended('a', 8, { createdAt: undefined }),
      ].map((job) => isHistory(job, nowMs)),
      [true, false, true, false, false, false, false],
    );
  });

  it('are remembered with the newest first, and the others only while there is room', () => {
    const nowMs = clock.now();
    const seen = [ended('c', 3), ended('a', 1), ended('z', 91), ended('b', 2)].map((job) => ({ job }));
    assert.deepEqual(
      remembered(seen, nowMs).map(({ job }) => job.id),
      ['a', 'b', 'c'],
    );
    const many = Array.from({ length: 30_005 }, (_, index) => ({ job: ended(`job-${index}`, 80 - index / 1000) }));
    const kept = remembered(many, nowMs);
    assert.deepEqual([kept.length, kept[0]?.job.id, kept.at(-1)?.job.id], [30_000, 'job-30004', 'job-5']);
  });
});
