import assert from 'node:assert/strict';
import type { Job } from '../../../../src/core/jobs/job';
import type { FailedTries } from '../../../../src/core/jobs/jobEntry';
import type { AccountKind } from '../../../../src/core/account';
import type { JobMemory } from '../../../../src/core/jobs/jobMarks';
import { JobStore } from '../../../../src/core/jobs/jobStore';
import { countFailedTries, isRetrying, retryOf } from '../../../../src/core/jobs/retries';
import { jobStateAt } from '../../../../src/simulator/jobState';
import { PROGRESS_CURVES } from '../../../../src/simulator/progressCurve';
import { aJob, anEntry } from '../../../support/aJob';
import { aMemory } from '../../../support/aMemory';
import { anAccount } from '../../../support/anAccount';
import { FakeClock } from '../../../support/fakeClock';

const CREATED = Date.UTC(2026, 10, 23, 14);
const MINUTE = 60_000;

function failed(atMinute: number | undefined, stated: Partial<Job> = {}): Job {
  return aJob({
    status: 'ERROR',
    createdAt: CREATED,
    failedAt: atMinute === undefined ? undefined : CREATED + atMinute * MINUTE,
    ...stated,
  });
}

function count(...jobs: readonly Job[]): FailedTries | undefined {
  return jobs.reduce<FailedTries | undefined>(countFailedTries, undefined);
}

function bounds(...jobs: readonly Job[]): readonly [number | undefined, number | undefined] {
  const tries = count(...jobs);
  return [tries?.least, tries?.most];
}

const running = aJob({ status: 'RUNNING', createdAt: CREATED });

describe('The failed tries of a job', () => {
  it('are one if the job is too young for a second', () => {
    assert.deepEqual(bounds(failed(13)), [1, 1]);
  });

  it('are unknown if the job may have failed before it was first seen', () => {
    assert.deepEqual(bounds(failed(40)), [1, 3]);
    assert.deepEqual(bounds(failed(500)), [1, 4]);
  });

  it('are counted while watched', () => {
    assert.deepEqual(bounds(failed(2), running, failed(19), running, failed(36)), [3, 3]);
  });

  it('are known again after an unseen try only if no other count fits', () => {
    assert.deepEqual(bounds(failed(2), failed(19)), [2, 2]);
    assert.deepEqual(bounds(failed(2), failed(36)), [2, 3]);
  });

  it("don't change while the job waits for its next try", () => {
    assert.deepEqual(bounds(failed(2), failed(2, { recordsProcessed: 5 }), failed(undefined)), [1, 1]);
  });

  it('start over with another run, and end with the job', () => {
    assert.deepEqual(bounds(failed(2), failed(19), aJob({ status: 'QUEUED', createdAt: CREATED }), failed(60)), [1, 4]);
    assert.equal(count(failed(2), aJob({ status: 'COMPLETED' })), undefined);
    assert.equal(count(failed(2), aJob({ status: 'FAILED' })), undefined);
  });

  it('always leave one try', () => {
    assert.deepEqual(bounds(...[2, 19, 36, 53, 70, 87].map((minute) => failed(minute))), [4, 4]);
  });

  it('match a simulated impact.com that is checked every five minutes', () => {
    const script = {
      type: 'ApiReport',
      programId: '',
      createdAtMs: CREATED,
      queueMs: 20_000,
      runMs: MINUTE,
      curve: PROGRESS_CURVES.steady,
      progressEveryMs: 2000,
      replayable: true,
      outcome: { status: 'ERROR', message: 'Lost.', failedTries: 5 },
    } as const;
    let tries: FailedTries | undefined;
    const told: unknown[] = [];
    for (let atMs = CREATED; atMs < CREATED + 80 * MINUTE; atMs += 5 * MINUTE) {
      const { status, message, failedAtMs } = jobStateAt({ script, queuedAtMs: CREATED, records: 0 }, atMs);
      tries = countFailedTries(tries, aJob({ status, createdAt: CREATED, failedAt: failedAtMs }));
      if (status === 'ERROR') {
        assert.equal(tries?.least, tries?.most);
        assert.match(message, new RegExp(`Try ${tries?.least} of 5`));
        told.push(tries?.least);
      }
    }
    assert.deepEqual([...new Set(told)], [1, 2, 3, 4]);
  });
});

describe('The next try of a job', () => {
  const entry = (job: Job) => anEntry(job, { failedTries: count(job) });

  it('is a quarter of an hour after the last failure', () => {
    assert.deepEqual(retryOf(entry(failed(2)), CREATED + 5 * MINUTE), {
      failedTries: 1,
      nextAtMs: CREATED + 17 * MINUTE,
    });
  });

  it('has no number if unknown, and no time if the job has no date', () => {
    assert.deepEqual(retryOf(entry(failed(40)), CREATED + 41 * MINUTE), {
      failedTries: undefined,
      nextAtMs: CREATED + 55 * MINUTE,
    });
    assert.equal(retryOf(entry(failed(undefined)), CREATED + 5 * MINUTE)?.nextAtMs, undefined);
  });

  it("is by this machine's clock, although the job's dates aren't", () => {
    for (const clockAheadMs of [-180 * MINUTE, 11 * MINUTE]) {
      const theirs = anEntry(failed(2), { clockAheadMs });
      const nowMs = CREATED + 5 * MINUTE - clockAheadMs;
      assert.equal(retryOf(theirs, nowMs)?.nextAtMs, nowMs + 12 * MINUTE);
      assert.deepEqual(
        [71, 72].map((minutes) => isRetrying(theirs, nowMs + minutes * MINUTE)),
        [true, false],
      );
    }
  });

  it('is over 75 minutes after the last change, and in any other status', () => {
    assert.notEqual(retryOf(entry(failed(2)), CREATED + 76 * MINUTE), undefined);
    assert.equal(retryOf(entry(failed(2)), CREATED + 77 * MINUTE), undefined);
    assert.equal(retryOf(entry({ ...failed(2), status: 'FAILED' }), CREATED + 5 * MINUTE), undefined);
    assert.equal(retryOf(entry(running), CREATED + 5 * MINUTE), undefined);
  });
});

describe('That impact.com retries a job in error', () => {
  const AT = CREATED + 40 * MINUTE;

  /** A store with an account of this kind. */
  function aStore(kind: AccountKind, brandId?: string, memory?: JobMemory): JobStore {
    const store = new JobStore(new FakeClock(AT), memory);
    store.setAccounts([anAccount({ id: 'a', kind, brandId })]);
    return store;
  }

  /** Applies lists one after another. Returns whether the last list's job with ID 1 counts as retried. */
  function isRetried(store: JobStore, ...lists: readonly (readonly Job[])[]): boolean {
    lists.forEach((jobs) => store.applyList('a', jobs));
    return isRetrying(store.entry('a', '1') ?? assert.fail(), AT);
  }

  const run = { ...running, id: '1', startedAt: CREATED };
  const error = failed(2, { id: '1' });

  it('follows from the API reference for brands, also through an agency, and for partners', () => {
    assert.equal(isRetried(aStore('brand'), [run], [error]), true);
    assert.equal(isRetried(aStore('brand', '4711'), [run], [error]), true);
    assert.equal(isRetried(aStore('partner'), [run], [error]), true);
  });

  it('needs evidence for an agency, whose reference calls an error final', () => {
    assert.equal(isRetried(aStore('agency'), [run], [error]), false);
    assert.equal(isRetried(aStore('agency'), [run], [error], [{ ...error, recordsProcessed: 5 }]), false);
    assert.equal(isRetried(aStore('agency'), [run], [error], [failed(19, { id: '1' })]), true, 'it failed again');
    assert.equal(isRetried(aStore('agency'), [run], [error], [run], [error]), true, 'it ran again');
  });

  it('follows from any job of an agency that runs again or completes, but not from one that a user replays', () => {
    const other = (status: Job['status']): Job => failed(5, { id: '2', status, completedAt: AT });
    for (const [after, expected] of [
      ['RUNNING', true],
      ['COMPLETED', true],
      ['QUEUED', false],
      ['FAILED', false],
      ['CANCELLED', false],
    ] as const) {
      const lists = [
        [run, other('ERROR')],
        [run, other(after)],
        [error, other(after)],
      ];
      assert.equal(isRetried(aStore('agency'), ...lists), expected, after);
    }
  });

  it('is known in every window, also in those that open later', () => {
    const memory = aMemory();
    const [one, other] = [aStore('agency', undefined, memory), aStore('agency', undefined, memory)];
    assert.equal(isRetried(other, [run]), false);
    assert.equal(isRetried(one, [error], [run], [error]), true);
    assert.equal(isRetried(other, [error]), true, 'in a window that was open');
    assert.equal(isRetried(aStore('agency', undefined, memory), [error]), true, 'in a new one');
  });

  it('is forgotten with the account, in every window', () => {
    const memory = aMemory();
    const store = aStore('agency', undefined, memory);
    assert.equal(isRetried(store, [error], [run], [error]), true);
    store.setAccounts([]);
    store.setAccounts([anAccount({ id: 'a', kind: 'agency' })]);
    assert.equal(isRetried(store, [error]), false);
    assert.equal(isRetried(aStore('agency', undefined, memory), [error]), false);
  });
});
