import assert from 'node:assert/strict';
import type { Job } from '../../../../src/core/jobs/job';
import { newestCreation, transitionsOf } from '../../../../src/core/jobs/transitions';
import { aJob, anEntry } from '../../../support/aJob';

const HOUR_MS = 3_600_000;
const NOW_MS = Date.UTC(2026, 10, 23, 14);

describe('What is news in a list', () => {
  const told = (before: Partial<Job> | undefined, after: Partial<Job> | undefined, newestMs = NOW_MS): unknown =>
    transitionsOf([{ before: before && anEntry(before), after: after && anEntry(after) }], newestMs).map(
      ({ entry, from }) => [entry.job.status, from],
    );

  it('is a job whose status changed, with the one that it had', () => {
    assert.deepEqual(told({ status: 'RUNNING' }, { status: 'COMPLETED' }), [['COMPLETED', 'RUNNING']]);
    assert.deepEqual(told({ status: 'UNKNOWN', statusText: 'PAUSED' }, { status: 'RUNNING' }), [
      ['RUNNING', 'UNKNOWN PAUSED'],
    ]);
  });

  it('is a status that the API reference doesn’t name and that became another one', () => {
    assert.deepEqual(told({ status: 'UNKNOWN', statusText: 'PAUSED' }, { status: 'UNKNOWN', statusText: 'ON_HOLD' }), [
      ['UNKNOWN', 'UNKNOWN PAUSED'],
    ]);
  });

  it('is not a job with only new progress, a job that is gone, or a row without an ID', () => {
    assert.deepEqual(told({ status: 'RUNNING', percent: 1 }, { status: 'RUNNING', percent: 2 }), []);
    assert.deepEqual(told({ status: 'RUNNING' }, undefined), []);
    assert.deepEqual(told({ id: 'row 3', status: 'RUNNING' }, { id: 'row 3', status: 'COMPLETED' }), []);
  });

  it('is a job created at the time of the newest known one or later, but none that is older or has no date', () => {
    assert.deepEqual(told(undefined, { createdAt: NOW_MS }), [['QUEUED', undefined]]);
    assert.deepEqual(told(undefined, { createdAt: NOW_MS + 1 }), [['QUEUED', undefined]]);
    assert.deepEqual(told(undefined, { createdAt: NOW_MS - 1 }), []);
    assert.deepEqual(told(undefined, {}), []);
  });
});

describe('The newest creation of a list', () => {
  const newest = (dates: readonly (number | undefined)[], previousMs?: number): number =>
    newestCreation(
      dates.map((createdAt) => aJob({ createdAt })),
      NOW_MS,
      previousMs,
    );

  it('is the latest date of this list or an earlier one', () => {
    assert.equal(newest([NOW_MS - 3, NOW_MS - 1, undefined, NOW_MS - 2]), NOW_MS - 1);
    assert.equal(newest([NOW_MS - 3], NOW_MS - 2), NOW_MS - 2);
    assert.equal(newest([NOW_MS - 1], NOW_MS - 2), NOW_MS - 1);
  });

  it('is an hour ago if no job has a date', () => {
    assert.equal(newest([]), NOW_MS - HOUR_MS);
    assert.equal(newest([undefined]), NOW_MS - HOUR_MS);
  });

  it('can be in the future by a clock that is wrong, but not by a day', () => {
    assert.equal(newest([NOW_MS + 23 * HOUR_MS]), NOW_MS + 23 * HOUR_MS);
    assert.equal(newest([NOW_MS - 1, NOW_MS + 24 * HOUR_MS]), NOW_MS - 1);
  });
});
