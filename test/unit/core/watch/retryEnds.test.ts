import assert from 'node:assert/strict';
import type { Job } from '../../../../src/core/jobs/job';
import { retriesEndAt } from '../../../../src/core/jobs/jobState';
import { JobStore } from '../../../../src/core/jobs/jobStore';
import { RetryEnds } from '../../../../src/core/watch/retryEnds';
import { aJob } from '../../../support/aJob';
import { anAccount } from '../../../support/anAccount';
import { FakeClock } from '../../../support/fakeClock';

const MINUTE = 60_000;
const BRAND = anAccount({ kind: 'brand' });

describe('The end of the retries of a job in error', () => {
  let clock: FakeClock;
  let store: JobStore;
  let ends: RetryEnds;
  let reported: string[];
  let failed: Job;
  let endMs: number;

  beforeEach(() => {
    clock = new FakeClock();
    store = new JobStore(clock);
    store.setAccounts([BRAND]);
    failed = aJob({ id: 'a', status: 'ERROR', createdAt: clock.now() - MINUTE, failedAt: clock.now() });
    endMs = retriesEndAt(failed) ?? assert.fail();
    store.applyList(BRAND.id, [failed]);
    reported = [];
    store.onDidChange(({ transitions }) => reported.push(...transitions.map(({ entry }) => entry.job.id)));
    ends = new RetryEnds({ store, accountId: BRAND.id, clock });
  });

  afterEach(() => ends.dispose());

  /** Lets time pass, with a successful poll so long before the end. */
  async function passWithPoll(beforeMs: number): Promise<void> {
    await clock.advance(endMs - clock.now() - beforeMs);
    store.applySuccess(BRAND.id);
    await clock.advance(beforeMs - 1);
  }

  it('is reported once, at its time, without a request', async () => {
    await passWithPoll(4.5 * MINUTE);
    assert.deepEqual(reported, []);
    await clock.advance(1);
    assert.deepEqual(reported, ['a']);
    await clock.advance(60 * MINUTE);
    assert.deepEqual([reported, clock.timerCount], [['a'], 0]);
  });

  it('waits for a poll if none came late enough to show that the job was not retried', async () => {
    await passWithPoll(16 * MINUTE);
    await clock.advance(10 * MINUTE);
    assert.deepEqual(reported, []);
    store.applySuccess(BRAND.id);
    await clock.advance(0);
    assert.deepEqual(reported, ['a']);
  });

  it('is noticed within a minute if the clock was set forward', async () => {
    store.applySuccess(BRAND.id);
    clock.set(endMs - clock.now());
    store.applySuccess(BRAND.id);
    clock.set(10 * MINUTE);
    await clock.advance(MINUTE);
    assert.deepEqual(reported, ['a']);
  });

  it('is none for a job that has run again, or that is gone', async () => {
    store.applyJob(BRAND.id, { ...failed, status: 'RUNNING', statusText: 'RUNNING' });
    await passWithPoll(MINUTE);
    await clock.advance(10 * MINUTE);
    store.applyJob(BRAND.id, { ...failed, id: 'b', failedAt: clock.now(), createdAt: clock.now() });
    store.dropJob(BRAND.id, 'b');
    assert.deepEqual([reported.includes('b'), clock.timerCount], [false, 0]);
  });

  it('is reported although the same failure is read again after its time', async () => {
    await passWithPoll(MINUTE);
    clock.jump(2 * MINUTE);
    store.applyJob(BRAND.id, { ...failed, statusMessage: 'Again.' });
    await clock.advance(MINUTE);
    assert.deepEqual(reported, ['a']);
  });

  it('is not reported once nobody watches anymore', async () => {
    ends.dispose();
    await passWithPoll(MINUTE);
    store.applyJob(BRAND.id, { ...failed, statusMessage: 'Again.' });
    await clock.advance(10 * MINUTE);
    assert.deepEqual([reported, clock.timerCount], [[], 0]);
  });

  it('is not awaited for jobs of another account', () => {
    const other = anAccount({ id: 'another', kind: 'brand' });
    store.setAccounts([BRAND, other]);
    const ofOther = new RetryEnds({ store, accountId: other.id, clock: new FakeClock(clock.now()) });
    store.applyJob(BRAND.id, { ...failed, status: 'RUNNING', statusText: 'RUNNING' });
    store.applyList(other.id, [{ ...failed, id: 'c' }]);
    assert.equal(clock.timerCount, 0);
    ofOther.dispose();
  });
});
