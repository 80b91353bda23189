import assert from 'node:assert/strict';
import { API_ERROR_KINDS, ApiError } from '../../../../src/core/apiError';
import { DownloadError, type DownloadErrorKind } from '../../../../src/core/download/downloadError';
import { type Failure, retryAfter } from '../../../../src/core/download/retryPolicy';

const NOW_MS = Date.UTC(2026, 10, 2);
const MINUTE_MS = 60_000;

const afterError = (error: unknown, change: Partial<Failure> = {}): ReturnType<typeof retryAfter> =>
  retryAfter({ error, failures: 1, refusedLinks: 1, nowMs: NOW_MS, hasReceived: false, random: 1, ...change });
const waits = (error: unknown, change: Partial<Failure> = {}): readonly (number | undefined)[] =>
  Array.from({ length: 9 }, (_, index) => afterError(error, { failures: index + 1, ...change })?.waitMs);

describe('A failed attempt of a download', () => {
  it('is followed by another one only if the failure can pass', () => {
    const retried = API_ERROR_KINDS.filter((kind) => afterError(new ApiError(kind, '')) !== undefined);
    assert.deepEqual(retried, ['rateLimited', 'server', 'timeout', 'offline', 'refused', 'cut']);
    for (const bug of [new Error('a bug'), Object.assign(new Error('a bug'), { kind: 'cut' }), undefined]) {
      assert.equal(afterError(bug), undefined);
    }
    for (const kind of ['corrupt', 'notAFile', 'diskFull', 'busy'] satisfies DownloadErrorKind[]) {
      assert.equal(afterError(new DownloadError(kind, '')), undefined, kind);
    }
  });

  it('waits twice as long each time, at most a minute, and is given up after eight', () => {
    const minutes = [1, 2, 4, 8, 16, 32, 60].map((seconds) => seconds * 1_000);
    assert.deepEqual(waits(new ApiError('cut', '')), [...minutes, undefined, undefined]);
  });

  it('waits up to a quarter less, so that many downloads do not all retry at once', () => {
    assert.deepEqual(
      [0, 0.5, 1].map((random) => afterError(new ApiError('cut', ''), { random, failures: 3 })?.waitMs),
      [3_000, 3_500, 4_000],
    );
  });

  it('waits as long as the server asks, but never less than usual, and not for more than a quarter of an hour', () => {
    const asked = (afterMs: number): number | undefined =>
      afterError(new ApiError('rateLimited', '', { retryAtMs: NOW_MS + afterMs }), { failures: 4 })?.waitMs;
    assert.deepEqual([-MINUTE_MS, 1_000, 2 * MINUTE_MS, 15 * MINUTE_MS, 15 * MINUTE_MS + 1].map(asked), [
      8_000,
      8_000,
      2 * MINUTE_MS,
      15 * MINUTE_MS,
      undefined,
    ]);
  });

  it('has another link at once if the storage refused one, but not if it refuses a new one too', () => {
    const expired = new DownloadError('expired', '');
    assert.deepEqual(afterError(expired), { waitMs: 0, reason: 'expired' });
    assert.equal(afterError(expired, { refusedLinks: 2 }), undefined);
  });

  it('waits for the file of a job that is done or says nothing, not of one that runs', () => {
    const retried = [undefined, 'COMPLETED', 'Done', 'RUNNING', 'FAILED'].filter(
      (jobStatus) => afterError(new DownloadError('notReady', '', { jobStatus }))?.reason === 'notReady',
    );
    assert.deepEqual(retried, [undefined, 'COMPLETED', 'Done']);
  });

  it('retries TLS that worked before in this download', () => {
    const broken = new ApiError('tls', '');
    assert.equal(afterError(broken), undefined);
    assert.equal(afterError(broken, { hasReceived: true })?.reason, 'tls');
  });

  it('retries the page of a portal three times, and an unreadable address never', () => {
    const page = new ApiError('unreadable', '', { status: 200 });
    assert.deepEqual(waits(page).slice(0, 5), [1_000, 2_000, 4_000, undefined, undefined]);
    assert.equal(afterError(new ApiError('unreadable', '')), undefined);
  });
});
