import assert from 'node:assert/strict';
import type { Job } from '../../../../src/core/jobs/job';
import type { JobEntry } from '../../../../src/core/jobs/jobEntry';
import { JobStore } from '../../../../src/core/jobs/jobStore';
import { stalledFor } from '../../../../src/core/jobs/progress';
import { aJob, anEntry } from '../../../support/aJob';
import { anAccount } from '../../../support/anAccount';
import { FakeClock } from '../../../support/fakeClock';

const NOW = Date.UTC(2026, 10, 23, 14);
const MINUTE = 60_000;

describe('A running job', () => {
  const movedAgo = (minutes: number, stated: Partial<Job> = {}): JobEntry =>
    anEntry({
      status: 'RUNNING',
      startedAt: NOW - 60 * MINUTE,
      progressAt: NOW - minutes * MINUTE,
      percent: 40,
      ...stated,
    });

  it("is stalled if its percentage hasn't changed for ten minutes, and says for how long", () => {
    assert.equal(stalledFor(movedAgo(9.9), NOW), undefined);
    assert.equal(stalledFor(movedAgo(10), NOW), 10 * MINUTE);
    assert.equal(stalledFor(movedAgo(12), NOW), 12 * MINUTE);
  });

  it('is stalled from its start if it never moved, or moved only in an earlier run', () => {
    assert.equal(stalledFor(movedAgo(12, { progressAt: undefined, percent: 0 }), NOW), 60 * MINUTE);
    assert.equal(stalledFor(movedAgo(90), NOW), 60 * MINUTE);
  });

  it("isn't stalled if nothing says when or whether it moved", () => {
    assert.equal(stalledFor(movedAgo(12, { progressAt: undefined, startedAt: undefined }), NOW), undefined);
    assert.equal(stalledFor(movedAgo(12, { progressAt: undefined, percent: undefined }), NOW), undefined);
  });

  it("isn't stalled if it's queued or has ended", () => {
    for (const status of ['QUEUED', 'COMPLETED', 'FAILED', 'ERROR', 'CANCELLED', 'UNKNOWN'] as const) {
      assert.equal(stalledFor(movedAgo(30, { status }), NOW), undefined, status);
    }
  });

  describe('whose dates say little', () => {
    let clock: FakeClock;
    let store: JobStore;
    const entry = (): JobEntry => store.entry('a', '1') ?? assert.fail('gone');

    beforeEach(() => {
      clock = new FakeClock();
      store = new JobStore(clock);
      store.setAccounts([anAccount({ id: 'a' })]);
    });

    it("isn't stalled while its percentage rises, although no date says so", async () => {
      const startedAt = clock.now() - 5 * MINUTE;
      for (let percent = 1; percent < 8; percent++) {
        store.applyList('a', [aJob({ id: '1', status: 'RUNNING', startedAt, percent })]);
        await clock.advance(5 * MINUTE);
        assert.equal(percent > 1 ? stalledFor(entry(), clock.now()) : undefined, undefined);
      }
      await clock.advance(20 * MINUTE);
      assert.equal(stalledFor(entry(), clock.now()), 25 * MINUTE);
    });

    it('is stalled only since it was first seen if it had moved by then', async () => {
      const job = aJob({ id: '1', status: 'RUNNING', startedAt: clock.now() - 25 * MINUTE, percent: 40 });
      store.applyList('a', [job]);
      assert.equal(stalledFor(entry(), clock.now()), undefined);
      await clock.advance(11 * MINUTE);
      assert.equal(stalledFor(entry(), clock.now()), 11 * MINUTE);
    });

    it("isn't stalled because this machine's clock is ahead of impact.com's, or moving because it's behind", async () => {
      for (const aheadMs of [-11 * MINUTE, -2 * 60 * MINUTE, 11 * MINUTE]) {
        store.setAccounts([]);
        store.setAccounts([anAccount({ id: 'a' })]);
        store.noteClock('a', aheadMs);
        const theirs = clock.now() + aheadMs;
        const dates = { startedAt: theirs - 30 * MINUTE, progressAt: theirs - MINUTE };
        store.applyList('a', [aJob({ id: '1', status: 'RUNNING', percent: 40, ...dates })]);
        assert.equal(stalledFor(entry(), clock.now()), undefined, `${aheadMs}`);
        await clock.advance(12 * MINUTE);
        assert.equal(stalledFor(entry(), clock.now()), 13 * MINUTE, `${aheadMs}`);
      }
    });

    it('takes clocks that differ by less than a minute for equal', () => {
      store.noteClock('a', 59_000);
      store.applyList('a', [aJob({ id: '1', status: 'RUNNING' })]);
      assert.equal(entry().clockAheadMs, 0);
    });
  });
});
