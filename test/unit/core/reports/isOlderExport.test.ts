import assert from 'node:assert/strict';
import { isOlderExport } from '../../../../src/core/reports/isOlderExport';

const NOON = Date.parse('2026-11-24T12:00:00Z');
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

describe('The job returned for an export', () => {
  const isOlder = (createdAt: number | undefined, clockAheadMs: number | undefined): boolean =>
    isOlderExport({ createdAt }, { askedAtMs: NOON, clockAheadMs });

  it('is an older one if it was created before the request', () => {
    assert.deepEqual(
      [NOON - 13 * 24 * HOUR_MS, NOON - 2 * MINUTE_MS, NOON + 1000].map((createdAt) => isOlder(createdAt, 0)),
      [true, true, false],
    );
  });

  it("is a new one within the tolerance for impact.com's clock", () => {
    assert.equal(isOlder(NOON - MINUTE_MS / 2, 0), false);
  });

  it("is judged by impact.com's clock if this machine's is wrong", () => {
    assert.deepEqual([isOlder(NOON - 2 * HOUR_MS, -2 * HOUR_MS), isOlder(NOON + HOUR_MS, 2 * HOUR_MS)], [false, true]);
  });

  it("gets some minutes of tolerance if impact.com doesn't send its time", () => {
    assert.deepEqual(
      [isOlder(NOON - 4 * MINUTE_MS, undefined), isOlder(NOON - 6 * MINUTE_MS, undefined)],
      [false, true],
    );
  });

  it("isn't older if its date is unknown", () => {
    assert.equal(isOlder(undefined, 0), false);
  });
});
