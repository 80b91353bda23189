import assert from 'node:assert/strict';
import { ApiError } from '../../../../src/core/api/apiError';
import { pollSchedule, type WatchState } from '../../../../src/core/watch/pollSchedule';
import { aJob } from '../../../support/aJob';

const NOW = Date.UTC(2026, 10, 23, 14);
const SECOND = 1000;
const MINUTE = 60 * SECOND;

function wait(change: Partial<WatchState>): number | undefined {
  return pollSchedule({ nowMs: NOW, lastLookMs: NOW, focusedAtMs: undefined, failures: 0, lastError: undefined, blockedUntilMs: 0, rateLimit: undefined, budget: undefined, jobs: [], isVisible: true, isFocused: true, random: 1, ...change });
}

describe('When to look next', () => {
  it('looks at once at the start', () => {
    assert.equal(wait({ lastLookMs: undefined }), 0);
  });

  it('follows the age of the youngest active job, between 5 s and a minute', () => {
    const running = (ageMs: number) => [aJob({ status: 'RUNNING', startedAt: NOW - ageMs })];
    assert.equal(wait({ jobs: running(10 * SECOND) }), 5 * SECOND);
    assert.equal(wait({ jobs: running(3 * MINUTE) }), 18 * SECOND);
    assert.equal(wait({ jobs: running(300 * MINUTE) }), MINUTE);
  });

  it('goes by the age at the last look: a wait that is measured again does not grow', () => {
    const jobs = [aJob({ status: 'RUNNING', startedAt: NOW - 100 * SECOND })];
    assert.equal(wait({ jobs, nowMs: NOW + 9 * SECOND }), SECOND);
  });

  it('goes at once for a job that has come since, however long ago that look was', () => {
    assert.equal(wait({ jobs: [aJob({ createdAt: NOW - SECOND })], lastLookMs: NOW - 60 * MINUTE }), 0);
  });

  it('keeps to the share alone without attention, so that it looks more rarely at what has run long', () => {
    const running = (ageMs: number) => [aJob({ status: 'RUNNING', startedAt: NOW - ageMs })];
    assert.deepEqual([10 * SECOND, 5 * MINUTE, 30 * MINUTE, 300 * MINUTE].map((age) => wait({ jobs: running(age), isFocused: false })), [5 * SECOND, 30 * SECOND, 3 * MINUTE, 10 * MINUTE]);
  });

  it('looks once when somebody comes back to a window whose view is closed', () => {
    const back = { isVisible: false, isFocused: true };
    assert.equal(wait({ ...back, focusedAtMs: NOW, lastLookMs: NOW - 60 * MINUTE }), 0);
    assert.equal(wait({ ...back, focusedAtMs: NOW, lastLookMs: NOW - MINUTE }), 4 * MINUTE);
    assert.equal(wait({ ...back, focusedAtMs: NOW - MINUTE, lastLookMs: NOW }), undefined);
  });

  it('waits for the machine’s allowance no longer than it says, and takes it for no failure', () => {
    const lastError = new ApiError('budget', 'x', { retryAtMs: NOW + 7 * MINUTE });
    assert.equal(wait({ lastError, failures: 9 }), 7 * MINUTE);
    assert.equal(wait({ lastError: new ApiError('budget', 'x'), failures: 9 }), 5 * SECOND);
  });

  it('slows down when little is left of the account’s hour or the machine’s', () => {
    const jobs = [aJob({ status: 'RUNNING', startedAt: NOW })];
    assert.equal(wait({ jobs, rateLimit: { limit: 1000, remaining: 40, resetAtMs: NOW + 30 * MINUTE } }), 3 * MINUTE);
    assert.equal(wait({ jobs, budget: { spent: 132, allowance: 192 } }), 30 * SECOND);
  });

  it('makes no request when all has ended and nobody looks', () => {
    assert.equal(wait({ jobs: [aJob({ status: 'COMPLETED' })], isVisible: false }), undefined);
    assert.equal(wait({ jobs: [aJob({ status: 'COMPLETED' })], isFocused: false }), undefined);
  });

  it('watches an unknown status, and an ERROR that impact.com may retry', () => {
    assert.notEqual(wait({ jobs: [aJob({ status: 'UNKNOWN' })], isVisible: false }), undefined);
    assert.equal(wait({ jobs: [aJob({ status: 'ERROR', failedAt: NOW - MINUTE })], isVisible: false }), 5 * MINUTE);
    assert.equal(wait({ jobs: [aJob({ status: 'ERROR', createdAt: NOW - 200 * MINUTE, startedAt: undefined, progressAt: undefined, failedAt: NOW - 80 * MINUTE })], isVisible: false }), undefined);
  });

  it('backs off after failures, to five minutes at most', () => {
    const lastError = new ApiError('server', 'x');
    assert.equal(wait({ failures: 1, lastError }), 5 * SECOND);
    assert.equal(wait({ failures: 3, lastError }), 20 * SECOND);
    assert.equal(wait({ failures: 50, lastError }), 5 * MINUTE);
  });

  it('stops after a token was refused', () => {
    assert.equal(wait({ failures: 1, lastError: new ApiError('unauthorized', 'x') }), undefined);
  });

  it('never looks inside a block', () => {
    assert.equal(wait({ blockedUntilMs: NOW + 10 * MINUTE, jobs: [aJob({ status: 'RUNNING' })] }), 10 * MINUTE);
  });

  it('goes on when the clock was set back', () => {
    assert.equal(wait({ lastLookMs: NOW + 60 * MINUTE, jobs: [aJob({ status: 'RUNNING', startedAt: NOW })] }), 5 * SECOND);
  });
});
