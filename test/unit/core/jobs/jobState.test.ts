import assert from 'node:assert/strict';
import { canBeRetried, canStillChange, retriesEndAt } from '../../../../src/core/jobs/jobState';
import { aJob } from '../../../support/aJob';

const NOW = Date.UTC(2026, 10, 23, 14);
const MINUTE = 60_000;

describe('A job in error', () => {
  it('can be retried for 75 minutes after its last change, and is watched that long', () => {
    const job = aJob({ status: 'ERROR', createdAt: NOW - 10 * MINUTE, failedAt: NOW });
    assert.equal(retriesEndAt(job), NOW + 75 * MINUTE);
    for (const [minutes, expected] of [
      [74.9, true],
      [75, false],
    ] as const) {
      assert.deepEqual(
        [canBeRetried(job, NOW + minutes * MINUTE), canStillChange(job, NOW + minutes * MINUTE)],
        [expected, expected],
      );
    }
    assert.equal(canBeRetried(aJob({ status: 'FAILED', failedAt: NOW }), NOW), false);
  });
});
