import assert from 'node:assert/strict';
import { dayBounds, formatIsoDate, parseIsoTime } from '../../../src/simulator/isoDate';

const HOUR_MS = 3_600_000;

describe('A day of the simulator', () => {
  const days: readonly (readonly [day: string, zone: string | undefined, start: string, hours: number])[] = [
    ['2026-11-29', undefined, '2026-11-29T00:00:00-05:00', 24],
    ['2026-07-01', undefined, '2026-07-01T00:00:00-05:00', 24],
    ['2026-07-01', 'America/Chicago', '2026-07-01T00:00:00-05:00', 24],
    ['2026-12-01', 'America/Chicago', '2026-12-01T00:00:00-06:00', 24],
    ['2026-03-08', 'America/Chicago', '2026-03-08T00:00:00-06:00', 23],
    ['2026-10-25', 'Europe/Berlin', '2026-10-25T00:00:00+02:00', 25],
    ['2026-10-04', 'Australia/Sydney', '2026-10-04T00:00:00+10:00', 23],
    ['2026-11-29', 'Asia/Kolkata', '2026-11-29T00:00:00+05:30', 24],
  ];
  for (const [day, zone, start, hours] of days) {
    it(`${day} has ${hours} hours in ${zone ?? 'the account'}`, () => {
      const { startMs, endMs } = dayBounds(day, zone) ?? { startMs: 0, endMs: 0 };
      assert.equal(formatIsoDate(startMs, 'offset', zone), start);
      assert.equal(startMs, Date.parse(start));
      assert.equal((endMs + 1 - startMs) / HOUR_MS, hours);
      assert.equal(parseIsoTime(start.slice(0, 19), zone), startMs);
    });
  }
});
