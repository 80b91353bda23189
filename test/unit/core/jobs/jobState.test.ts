import assert from 'node:assert/strict';
import { statusName } from '../../../../src/core/jobs/job';
import {
  canBeRetried,
  canStillChange,
  isFailed,
  isUnsuccessful,
  retriesEndAt,
  runDuration,
} from '../../../../src/core/jobs/jobState';
import { runningSince, runSeenAt } from '../../../../src/core/jobs/presentRun';
import { JOB_STATUSES } from '../../../../src/core/jobs/statuses';
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

describe('The state of a job', () => {
  it('is failed after an error for now or for good, and unsuccessful also if it was canceled', () => {
    assert.deepEqual(
      JOB_STATUSES.filter((status) => isFailed({ status })),
      ['ERROR', 'FAILED'],
    );
    assert.deepEqual(
      JOB_STATUSES.filter((status) => isUnsuccessful({ status })),
      ['ERROR', 'FAILED', 'CANCELLED'],
    );
  });

  it('has the name that impact.com sent if the API reference doesn’t have it', () => {
    assert.equal(statusName({ status: 'UNKNOWN', statusText: 'PAUSED' }), 'PAUSED');
    assert.equal(statusName({ status: 'RUNNING', statusText: 'running' }), 'RUNNING');
  });
});

describe('The duration of a run', () => {
  const startedAt = NOW - 10 * MINUTE;
  const durationOf = (stated: Parameters<typeof aJob>[0]): number | undefined => runDuration(aJob(stated), NOW);

  it('is the time since the start while the job runs, and until its end after that', () => {
    assert.equal(durationOf({ status: 'RUNNING', startedAt }), 10 * MINUTE);
    assert.equal(durationOf({ status: 'UNKNOWN', startedAt }), 10 * MINUTE);
    assert.equal(durationOf({ status: 'COMPLETED', startedAt, completedAt: NOW - MINUTE }), 9 * MINUTE);
    assert.equal(durationOf({ status: 'COMPLETED', startedAt, completedAt: startedAt }), 0);
  });

  it('is unknown before the start, without an end, and if the dates contradict each other', () => {
    assert.equal(durationOf({ status: 'QUEUED' }), undefined);
    assert.equal(durationOf({ status: 'QUEUED', startedAt }), undefined);
    assert.equal(durationOf({ status: 'RUNNING' }), undefined);
    assert.equal(durationOf({ status: 'COMPLETED', startedAt }), undefined);
    assert.equal(durationOf({ status: 'COMPLETED', startedAt, completedAt: startedAt - 1 }), undefined);
  });
});

describe('The present run', () => {
  const job = (stated: Parameters<typeof aJob>[0]) => aJob({ createdAt: NOW - 9 * MINUTE, ...stated });

  it('began when the job was created or started, unless these dates belong to an earlier run', () => {
    const startedAt = NOW - 5 * MINUTE;
    assert.equal(runningSince(job({ status: 'QUEUED' })), NOW - 9 * MINUTE);
    assert.equal(runningSince(job({ status: 'QUEUED', startedAt })), undefined);
    assert.equal(runningSince(job({ status: 'QUEUED', failedAt: NOW - MINUTE })), undefined);
    assert.equal(runningSince(job({ status: 'RUNNING' })), NOW - 9 * MINUTE);
    assert.equal(runningSince(job({ status: 'RUNNING', startedAt })), startedAt);
    assert.equal(runningSince(job({ status: 'RUNNING', startedAt, failedAt: startedAt - 1 })), startedAt);
    assert.equal(runningSince(job({ status: 'RUNNING', startedAt, failedAt: startedAt })), undefined);
    assert.equal(
      runningSince(job({ status: 'RUNNING', startedAt, failedAt: startedAt + 1, completedAt: startedAt - 1 })),
      undefined,
    );
    assert.equal(runningSince(aJob({ status: 'RUNNING' })), undefined);
  });

  it('is noted when it is first seen if no date says when it began, and once for each run', () => {
    const again = job({ status: 'QUEUED', failedAt: NOW - 5 * MINUTE });
    assert.equal(runSeenAt(undefined, again, NOW), NOW);
    assert.equal(runSeenAt({ job: again, runSeenAtMs: NOW - 7 }, again, NOW), NOW - 7);
    const later = { ...again, failedAt: NOW - 4 * MINUTE };
    assert.equal(runSeenAt({ job: again, runSeenAtMs: NOW - 7 }, later, NOW), NOW);
    assert.equal(runSeenAt({ job: { ...again, status: 'FAILED' }, runSeenAtMs: NOW - 7 }, again, NOW), NOW);
    assert.equal(runSeenAt(undefined, job({ status: 'RUNNING' }), NOW), undefined);
    assert.equal(runSeenAt(undefined, { ...again, status: 'FAILED' }, NOW), undefined);
  });
});
