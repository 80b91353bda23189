import assert from 'node:assert/strict';
import { ApiError, type ApiErrorKind } from '../../../../src/core/apiError';
import {
  afterFailure,
  afterSetBack,
  afterSuccess,
  type PollOutcome,
  withFailures,
  withoutBackOff,
  withoutBudget,
} from '../../../../src/core/share/pollOutcome';

const NOW = Date.UTC(2026, 10, 23, 14);
const MINUTE = 60_000;
const RATE_LIMIT = { limit: 1000, remaining: 40, resetAtMs: NOW + 40 * MINUTE };
const GOOD: PollOutcome = afterSuccess(undefined, {
  startedAtMs: NOW,
  endedAtMs: NOW + 500,
  listedAtMs: NOW,
  rateLimit: RATE_LIMIT,
});
const FAILED = { startedAtMs: NOW + MINUTE, rateLimit: undefined };
const failedWith = (error: ApiError, last = GOOD): PollOutcome => afterFailure(last, error, FAILED);
const anError = (kind: ApiErrorKind, retryAtMs?: number): ApiError =>
  new ApiError(kind, 'HTTP', { status: 500, serverMessage: 'No.', retryAtMs });

describe('The outcome of a poll', () => {
  it('is good until one fails, which keeps what was known before', () => {
    assert.deepEqual([GOOD.failures, GOOD.error, GOOD.lookedAtMs, GOOD.lastGoodAtMs], [0, undefined, NOW, NOW + 500]);
    const error = anError('server');
    assert.deepEqual(failedWith(error), {
      ...GOOD,
      lookedAtMs: NOW + MINUTE,
      error,
      failures: 1,
      rateLimit: undefined,
    });
    assert.equal(failedWith(error, failedWith(error)).failures, 2);
    const first = afterFailure(undefined, error, FAILED);
    assert.deepEqual([first.failures, first.lastGoodAtMs, first.listedAtMs], [1, undefined, undefined]);
  });

  it('remembers the last list if a poll asks only for single jobs', () => {
    const facts = { startedAtMs: NOW + MINUTE, endedAtMs: NOW + MINUTE, rateLimit: undefined };
    assert.equal(afterSuccess(GOOD, { ...facts, listedAtMs: undefined }).listedAtMs, NOW);
    assert.equal(afterSuccess(undefined, { ...facts, listedAtMs: undefined }).listedAtMs, undefined);
    assert.equal(afterSuccess(GOOD, { ...facts, listedAtMs: NOW + MINUTE }).listedAtMs, NOW + MINUTE);
  });

  it('counts no failure if only the machine’s own limit prevented it', () => {
    assert.equal(failedWith(anError('budget'), failedWith(anError('server'))).failures, 1);
  });

  it('has at most so many failures once the user returns', () => {
    const failed = { ...failedWith(anError('server')), failures: 5 };
    assert.deepEqual([withFailures(failed, 1)?.failures, withFailures(failed, 9)?.failures], [1, 5]);
    assert.equal(withFailures(undefined, 1), undefined);
  });

  it('forgets when the machine’s own limit ends if that has changed, and nothing else', () => {
    const blocked = failedWith(anError('budget', NOW + MINUTE));
    assert.deepEqual(withoutBudget(blocked)?.error, anError('budget'));
    const limited = failedWith(anError('rateLimited', NOW + MINUTE));
    assert.equal(withoutBudget(limited), limited);
    assert.equal(withoutBudget(GOOD), GOOD);
  });

  it('can lose its back-off, with the reason as the server gave it, but not a block', () => {
    const errorAfter = (kind: ApiErrorKind): ApiError | undefined =>
      withoutBackOff(failedWith(anError(kind, NOW + MINUTE)))?.error;
    assert.deepEqual(errorAfter('server'), anError('server'));
    assert.equal(withoutBackOff(failedWith(anError('server')))?.failures, 0);
    for (const kind of ['rateLimited', 'budget'] as const) {
      const last = failedWith(anError('server'));
      const blocked = withoutBackOff(failedWith(anError(kind, NOW + MINUTE), last));
      assert.deepEqual([blocked?.error, blocked?.failures], [anError(kind, NOW + MINUTE), 0], kind);
    }
  });

  it('has no back-off without a failure, or with a rejected token', () => {
    assert.equal(withoutBackOff(undefined), undefined);
    assert.equal(withoutBackOff(GOOD), undefined);
    assert.equal(withoutBackOff(failedWith(anError('budget', NOW + MINUTE))), undefined);
    assert.equal(withoutBackOff(failedWith(anError('unauthorized'))), undefined);
  });

  it('waits as long as before after the clock was set back', () => {
    const last = { ...GOOD, ...failedWith(anError('rateLimited', NOW + 6 * MINUTE)), rateLimit: RATE_LIMIT };
    const { lookedAtMs, error, rateLimit, failures } = afterSetBack(last, NOW - 60 * MINUTE);
    assert.deepEqual(
      [lookedAtMs, error, rateLimit, failures],
      [
        NOW - 60 * MINUTE,
        anError('rateLimited', NOW - 55 * MINUTE),
        { ...RATE_LIMIT, resetAtMs: NOW - 21 * MINUTE },
        1,
      ],
    );
    const untimed = afterSetBack({ ...GOOD, rateLimit: { ...RATE_LIMIT, resetAtMs: undefined } }, NOW - MINUTE);
    assert.deepEqual([untimed.error, untimed.rateLimit?.resetAtMs], [undefined, undefined]);
    assert.equal(afterSetBack({ ...GOOD, rateLimit: undefined }, NOW - MINUTE).rateLimit, undefined);
  });
});
