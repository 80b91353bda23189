import assert from 'node:assert/strict';
import { API_ERROR_KINDS, ApiError } from '../../../../src/core/apiError';
import { DownloadError, type DownloadErrorKind } from '../../../../src/core/download/downloadError';
import { isDue, postponementOf } from '../../../../src/core/runs/postponement';

const NOW = Date.parse('2026-11-24T12:00:00Z');
const MINUTE_MS = 60_000;

describe('A missing result in a run', () => {
  it('is awaited only if the cause is temporary', () => {
    const final = API_ERROR_KINDS.filter((kind) => postponementOf(new ApiError(kind, ''), NOW) === undefined);
    assert.deepEqual(final, [
      'forbidden',
      'notFound',
      'unknownReport',
      'rejected',
      'tooLarge',
      'tls',
      'unsafe',
      'aborted',
    ]);
    const downloads: readonly DownloadErrorKind[] = [
      'notReady',
      'expired',
      'changing',
      'busy',
      'corrupt',
      'notAFile',
      'diskFull',
      'folderGone',
      'readOnly',
    ];
    assert.deepEqual(
      downloads.filter((kind) => postponementOf(new DownloadError(kind, ''), NOW) !== undefined),
      ['notReady', 'expired', 'changing', 'busy'],
    );
    assert.equal(postponementOf(new Error('of ours'), NOW), undefined);
  });

  it('is retried after a minute, or at the time that the server names', () => {
    assert.equal(postponementOf(new ApiError('offline', ''), NOW)?.untilMs, NOW + MINUTE_MS);
    assert.equal(postponementOf(new ApiError('rateLimited', '', { retryAtMs: NOW + 1000 }), NOW)?.untilMs, NOW + 1000);
    assert.equal(
      postponementOf(new ApiError('budget', '', { retryAtMs: NOW + 20 * MINUTE_MS }), NOW)?.untilMs,
      NOW + 20 * MINUTE_MS,
    );
  });

  it('is retried earlier once impact.com has answered', () => {
    const postponed = { sinceMs: NOW, untilMs: NOW + MINUTE_MS };
    assert.equal(isDue(postponed, NOW + 1000, { kind: 'current', atMs: NOW - 1000 }), false);
    assert.equal(isDue(postponed, NOW + 1000, { kind: 'current', atMs: NOW + 500 }), true);
    assert.equal(isDue(postponed, NOW + 1000, { kind: 'loading' }), false);
    assert.equal(isDue(postponed, NOW + MINUTE_MS, undefined), true);
  });
});
