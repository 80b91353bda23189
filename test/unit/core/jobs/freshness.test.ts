import assert from 'node:assert/strict';
import type { Account } from '../../../../src/core/account';
import { ApiError } from '../../../../src/core/apiError';
import { asOfMs, currentForMs, type Freshness, freshnessOf } from '../../../../src/core/jobs/freshness';
import { JobStore } from '../../../../src/core/jobs/jobStore';
import { aJob } from '../../../support/aJob';
import { anAccount } from '../../../support/anAccount';
import { FakeClock } from '../../../support/fakeClock';

const MINUTE_MS = 60_000;
const CURRENT_FOR_MS = 15 * MINUTE_MS;

describe('How current the jobs are', () => {
  const offline = new ApiError('offline', 'No network');
  let clock: FakeClock;
  let store: JobStore;
  let startMs: number;

  const watch = (...accounts: Partial<Account>[]): void =>
    store.setAccounts(accounts.map((account) => anAccount(account)));
  const freshness = (): Freshness => freshnessOf(store.snapshot, clock.now());

  beforeEach(() => {
    clock = new FakeClock();
    startMs = clock.now();
    store = new JobStore(clock);
  });

  it('is nothing to mention without accounts, or if all are turned off', () => {
    const nothing = { loadingCount: 0, missingCount: 0, shortCount: 0, asOfMs: undefined, holdsForMs: undefined };
    assert.deepEqual(freshness(), nothing);
    watch({ id: 'a', isOff: true });
    assert.deepEqual(freshness(), nothing);
  });

  it('is the number of accounts that are loading, and of those that never had a list', () => {
    watch({ id: 'a' }, { id: 'b' }, { id: 'c' }, { id: 'd', isOff: true });
    store.applyFailure('c', offline, undefined);
    assert.deepEqual(freshness(), {
      loadingCount: 2,
      missingCount: 1,
      shortCount: 0,
      asOfMs: undefined,
      holdsForMs: undefined,
    });
  });

  it('is current for 15 minutes after a list, and as of that list from then on', () => {
    watch({ id: 'a' });
    store.applyList('a', [aJob()]);
    assert.deepEqual([freshness().asOfMs, freshness().holdsForMs], [undefined, CURRENT_FOR_MS]);
    clock.jump(CURRENT_FOR_MS - 1);
    assert.deepEqual([freshness().asOfMs, freshness().holdsForMs], [undefined, 1]);
    clock.jump(1);
    assert.deepEqual([freshness().asOfMs, freshness().holdsForMs], [startMs, undefined]);
  });

  it('is as of the last list at once if a poll fails, and the account isn’t missing', () => {
    watch({ id: 'a' });
    store.applyList('a', [aJob()]);
    clock.jump(MINUTE_MS);
    store.applyFailure('a', offline, undefined);
    const { missingCount, asOfMs: asOf, holdsForMs } = freshness();
    assert.deepEqual([missingCount, asOf, holdsForMs], [0, startMs, undefined]);
  });

  it('is that of the oldest list, and holds until the first of them is no longer current', () => {
    watch({ id: 'a' }, { id: 'b' });
    store.applyList('a', [aJob()]);
    clock.jump(4 * MINUTE_MS);
    store.applyList('b', [aJob()]);
    assert.equal(freshness().holdsForMs, 11 * MINUTE_MS);
    clock.jump(12 * MINUTE_MS);
    assert.deepEqual([freshness().asOfMs, freshness().holdsForMs], [startMs, 3 * MINUTE_MS]);
    clock.jump(12 * MINUTE_MS);
    assert.deepEqual([freshness().asOfMs, freshness().holdsForMs], [startMs, undefined]);
  });

  it('counts the accounts whose list was read only in part', () => {
    watch({ id: 'a' }, { id: 'b' }, { id: 'c' });
    store.applyList('a', [aJob()], undefined, undefined, { shortfall: { total: 2 } });
    store.applyList('b', [aJob()], undefined, undefined, { shortfall: { total: undefined } });
    store.applyList('c', [aJob()]);
    assert.equal(freshness().shortCount, 2);
    watch({ id: 'a' }, { id: 'b', isOff: true }, { id: 'c' });
    assert.equal(freshness().shortCount, 1);
  });

  it('of one account is unknown while it loads, and forever while it is off', () => {
    for (const kind of ['loading', 'off'] as const) {
      assert.deepEqual([asOfMs({ kind }, startMs), currentForMs({ kind }, startMs)], [undefined, undefined]);
    }
  });
});
