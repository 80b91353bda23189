import assert from 'node:assert/strict';
import { API_ERROR_KINDS, ApiError } from '../../../../src/core/apiError';
import { DownloadError, type DownloadErrorKind } from '../../../../src/core/download/downloadError';
import { isDue, isSurelyUnsent, postponementOf, startPostponementOf } from '../../../../src/core/runs/postponement';

const NOW = Date.parse('2026-11-24T12:00:00Z');
const MINUTE_MS = 60_000;

describe('A missing result in a run', () => {
  it('is awaited only if the cause is temporary', () => {
    const final = API_ERROR_KINDS.filter((kind) => postponementOf(new ApiError(kind, ''), NOW) === undefined);
    assert.deepEqual(final, [
      'forbidden',
      'notFound',
      'unknownReport',
      'unknownAccount',
      'rejected',
      'noClicks',
      'tooLarge',
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

  it('is looked for soon if another process is downloading it', () => {
    const busy = new DownloadError('busy', '');
    assert.deepEqual(
      [1, 2, 3].map((failures) => (postponementOf(busy, NOW, failures)?.untilMs ?? 0) - NOW),
      [2_000, 4_000, 8_000],
    );
  });

  it('is retried earlier once impact.com has answered', () => {
    const postponed = { sinceMs: NOW, untilMs: NOW + MINUTE_MS, failures: 1 };
    assert.equal(isDue(postponed, NOW + 1000, { kind: 'current', atMs: NOW - 1000 }), false);
    assert.equal(isDue(postponed, NOW + 1000, { kind: 'current', atMs: NOW + 500 }), true);
    assert.equal(isDue(postponed, NOW + 1000, { kind: 'loading' }), false);
    assert.equal(isDue(postponed, NOW + MINUTE_MS, undefined), true);
  });

  it('is retried less and less often, and no longer because a list arrives', () => {
    const portal = new ApiError('unreadable', '', { status: 200 });
    const waits = [1, 2, 3, 4, 5, 6, 7].map((failures) => {
      const { untilMs = 0 } = postponementOf(portal, NOW, failures) ?? {};
      return (untilMs - NOW) / MINUTE_MS;
    });
    assert.deepEqual(waits, [1, 2, 4, 8, 15, 15, 15]);
    const often = postponementOf(portal, NOW, 4);
    assert.ok(often);
    assert.equal(isDue(often, NOW + 1000, { kind: 'current', atMs: NOW + 500 }), false);
  });
});

describe('An export that could not be started', () => {
  it('is tried again only if the cause is temporary', () => {
    const passing = API_ERROR_KINDS.filter((kind) => startPostponementOf(new ApiError(kind, ''), NOW, 1) !== undefined);
    assert.deepEqual(passing, ['server', 'unreadable', 'timeout', 'offline', 'refused', 'cut']);
  });

  it('is given up when more attempts would use up the day, unless none was sent', () => {
    assert.equal(startPostponementOf(new ApiError('server', ''), NOW, 12), undefined);
    assert.equal(startPostponementOf(new ApiError('offline', ''), NOW, 12)?.untilMs, NOW + 60 * MINUTE_MS);
  });

  it('counts as not sent only if nothing of it can have arrived', () => {
    const page = (status?: number): ApiError => new ApiError('unreadable', '', { status });
    assert.deepEqual(
      [300, 302, 403, 499, 511, 200, 500, undefined].map((status) => isSurelyUnsent(page(status))),
      [true, true, true, true, true, false, false, false],
    );
    assert.equal(isSurelyUnsent(new ApiError('forbidden', '', { status: 403 })), false, 'of impact.com itself');
    const unsent = API_ERROR_KINDS.filter((kind) => isSurelyUnsent(new ApiError(kind, '')));
    assert.deepEqual(unsent, ['offline', 'refused']);
  });
});
