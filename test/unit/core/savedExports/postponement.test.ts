import assert from 'node:assert/strict';
import { API_ERROR_KINDS, ApiError } from '../../../../src/core/api/apiError';
import { DownloadError, type DownloadErrorKind } from '../../../../src/core/download/downloadError';
import { isDue, postponementOf } from '../../../../src/core/savedExports/postponement';

const NOW = Date.parse('2026-11-24T12:00:00Z');
const MINUTE_MS = 60_000;

describe('A result of a run that did not arrive', () => {
  it('is waited for on where the reason passes by itself, and on no other', () => {
    const final = API_ERROR_KINDS.filter((kind) => postponementOf(new ApiError(kind, ''), NOW) === undefined);
    assert.deepEqual(final, ['forbidden', 'notFound', 'rejected', 'tooLarge', 'tls', 'unsafe', 'aborted']);
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

  it('is tried again after a minute, or when the server said', () => {
    assert.equal(postponementOf(new ApiError('offline', ''), NOW)?.untilMs, NOW + MINUTE_MS);
    assert.equal(postponementOf(new ApiError('rateLimited', '', { retryAtMs: NOW + 1000 }), NOW)?.untilMs, NOW + 1000);
    assert.equal(
      postponementOf(new ApiError('budget', '', { retryAtMs: NOW + 20 * MINUTE_MS }), NOW)?.untilMs,
      NOW + 20 * MINUTE_MS,
    );
  });

  it('is tried again before that once impact.com has answered', () => {
    const postponed = { sinceMs: NOW, untilMs: NOW + MINUTE_MS };
    assert.equal(isDue(postponed, NOW + 1000, { kind: 'current', atMs: NOW - 1000 }), false);
    assert.equal(isDue(postponed, NOW + 1000, { kind: 'current', atMs: NOW + 500 }), true);
    assert.equal(isDue(postponed, NOW + 1000, { kind: 'loading' }), false);
    assert.equal(isDue(postponed, NOW + MINUTE_MS, undefined), true);
  });
});
