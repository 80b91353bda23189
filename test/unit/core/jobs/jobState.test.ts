import assert from 'node:assert/strict';
import { isRetrying, canStillChange, retriesEndAt, stalledFor } from '../../../../src/core/jobs/jobState';
import { aJob } from '../../../support/aJob';

const NOW = Date.UTC(2026, 10, 23, 14);
const MINUTE = 60_000;

describe('A running job', () => {
  const movedAgo = (minutes: number, stated = {}) =>
    aJob({ status: 'RUNNING', startedAt: NOW - 60 * MINUTE, progressAt: NOW - minutes * MINUTE, ...stated });

  it("is stalled if its percentage hasn't changed for ten minutes, and says for how long", () => {
    assert.equal(stalledFor(movedAgo(9.9), NOW), undefined);
    assert.equal(stalledFor(movedAgo(10), NOW), 10 * MINUTE);
    assert.equal(stalledFor(movedAgo(12), NOW), 12 * MINUTE);
  });

  it('is stalled from its start if it never moved, or moved only in an earlier run', () => {
    assert.equal(stalledFor(movedAgo(12, { progressAt: undefined }), NOW), 60 * MINUTE);
    assert.equal(stalledFor(movedAgo(90), NOW), 60 * MINUTE);
    assert.equal(stalledFor(movedAgo(12, { progressAt: undefined, startedAt: undefined }), NOW), undefined);
  });

  it("isn't stalled if it's queued or has ended", () => {
    for (const status of ['QUEUED', 'COMPLETED', 'FAILED', 'ERROR', 'CANCELLED', 'UNKNOWN'] as const) {
      assert.equal(stalledFor(movedAgo(30, { status }), NOW), undefined, status);
    }
  });
});

describe('A job in error', () => {
  it('can be retried for 75 minutes after its last change, and is watched that long', () => {
    const job = aJob({ status: 'ERROR', createdAt: NOW - 10 * MINUTE, failedAt: NOW });
    assert.equal(retriesEndAt(job), NOW + 75 * MINUTE);
    for (const [minutes, expected] of [
      [74.9, true],
      [75, false],
    ] as const) {
      assert.deepEqual(
        [isRetrying(job, NOW + minutes * MINUTE), canStillChange(job, NOW + minutes * MINUTE)],
        [expected, expected],
      );
    }
    assert.equal(isRetrying(aJob({ status: 'FAILED', failedAt: NOW }), NOW), false);
  });
});
