import assert from 'node:assert/strict';
import { isOlderExport } from '../../../../src/core/reports/isOlderExport';

const NOON = Date.parse('2026-11-24T12:00:00Z');
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

describe('The job that an export is answered with', () => {
  const isOlder = (createdAt: number | undefined, clockAheadMs: number | undefined): boolean =>
    isOlderExport({ createdAt }, { askedAtMs: NOON, clockAheadMs });

  it('is an older one where it was created before it was asked for', () => {
    assert.deepEqual(
      [NOON - 13 * 24 * HOUR_MS, NOON - 2 * MINUTE_MS, NOON + 1000].map((createdAt) => isOlder(createdAt, 0)),
      [true, true, false],
    );
  });

  it('is a new one within what the clocks of impact.com may differ', () => {
    assert.equal(isOlder(NOON - MINUTE_MS / 2, 0), false);
  });

  it("is judged by impact.com's clock where this machine's is wrong", () => {
    assert.deepEqual([isOlder(NOON - 2 * HOUR_MS, -2 * HOUR_MS), isOlder(NOON + HOUR_MS, 2 * HOUR_MS)], [false, true]);
  });

  it('is given some minutes where impact.com does not tell its time', () => {
    assert.deepEqual(
      [isOlder(NOON - 4 * MINUTE_MS, undefined), isOlder(NOON - 6 * MINUTE_MS, undefined)],
      [false, true],
    );
  });

  it('is no older one where its date is not known', () => {
    assert.equal(isOlder(undefined, 0), false);
  });
});
