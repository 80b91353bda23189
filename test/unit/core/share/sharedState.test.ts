import assert from 'node:assert/strict';
import { ApiError } from '../../../../src/core/apiError';
import type { PollOutcome } from '../../../../src/core/share/pollOutcome';
import {
  decodeJobs,
  decodeSharedJob,
  decodeState,
  encodeJobs,
  encodeState,
} from '../../../../src/core/share/sharedState';
import { aJob } from '../../../support/aJob';

const OUTCOME: PollOutcome = {
  lookedAtMs: 1,
  listedAtMs: 2,
  lastGoodAtMs: 3,
  error: new ApiError('rateLimited', 'HTTP 429', { status: 429, serverMessage: 'Slow down.', retryAtMs: 5 }),
  failures: 4,
  nextTryAtMs: 6,
  clockAheadMs: -7,
  shortfall: { total: 8 },
  rateLimit: { limit: 9, remaining: 10, resetAtMs: 11 },
};
/** The outcome of a state in which something else is stored. */
const decodeWith = (change: object): PollOutcome | undefined => {
  const stored = JSON.parse(encodeState({ outcome: OUTCOME, listId: 'a' })) as { outcome: object };
  return decodeState(JSON.stringify({ ...stored, outcome: { ...stored.outcome, ...change } }))?.outcome;
};

describe('The state that windows share', () => {
  it('is read as it was written', () => {
    assert.deepEqual(decodeState(encodeState({ outcome: OUTCOME, listId: 'a' })), { outcome: OUTCOME, listId: 'a' });
  });

  it('is none if it is damaged or of another version', () => {
    const state = (version: unknown, change: object = {}): string =>
      JSON.stringify({ version, listId: 'a', outcome: {}, ...change });
    assert.notEqual(decodeState(state(2)), undefined);
    const damaged = [state(1), state('2'), state(2, { listId: 7 }), state(2, { outcome: 'x' }), '{"version":2}'];
    for (const text of ['', '{', '[]', 'null', ...damaged]) {
      assert.equal(decodeState(text), undefined, text);
    }
  });

  it('lacks what is not a number', () => {
    const wrong = Object.keys(OUTCOME).map((name) => [name, 'x']);
    assert.deepEqual(decodeWith(Object.fromEntries(wrong) as object), {
      lookedAtMs: 0,
      listedAtMs: undefined,
      lastGoodAtMs: undefined,
      error: undefined,
      failures: 0,
      nextTryAtMs: undefined,
      clockAheadMs: undefined,
      shortfall: undefined,
      rateLimit: undefined,
    });
    assert.deepEqual(decodeWith({ shortfall: {} })?.shortfall, { total: undefined });
  });

  it('has an error that this version does not know as unreadable', () => {
    const error = decodeWith({ error: { kind: 'someday', message: 5, status: '5', serverMessage: 5 } })?.error;
    assert.deepEqual(error, new ApiError('unreadable', ''));
  });
});

describe('The jobs that windows share', () => {
  it('are read as they were written', () => {
    const jobs = [aJob(), aJob({ id: 'b', status: 'COMPLETED', percent: 100, replayable: true, unread: { A: 1 } })];
    assert.deepEqual(decodeJobs(encodeJobs(jobs)), jobs);
    assert.deepEqual(decodeJobs('[]'), []);
  });

  it('are none if one of them is damaged', () => {
    for (const text of [
      '',
      '{}',
      '[5]',
      '[{"id":"a"}]',
      '[{"id":5,"status":"RUNNING"}]',
      '[{"id":"a","status":"X"}]',
    ]) {
      assert.equal(decodeJobs(text), undefined, text);
    }
  });

  it('have what the API would have said of a job with nothing else', () => {
    const bare = { id: 'a', status: 'RUNNING' };
    const job = { ...aJob({ id: 'a', status: 'RUNNING' }), type: '', resultUri: '' };
    assert.deepEqual(decodeSharedJob(bare), job);
    const wrong = {
      type: 1,
      statusText: 1,
      statusMessage: 1,
      programId: 1,
      createdBy: 1,
      createdAt: 'x',
      percent: null,
    };
    assert.deepEqual(decodeSharedJob({ ...bare, ...wrong, replayable: 1, resultUri: 1, unread: 1 }), job);
  });
});
