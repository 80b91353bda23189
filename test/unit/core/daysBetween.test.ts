import assert from 'node:assert/strict';
import { daysBetween } from '../../../src/core/daysBetween';

describe('The days between two times', () => {
  const at = (day: number, hour: number): number => new Date(2026, 10, day, hour).getTime();

  it('are those of the calendar, so that Saturday evening is two days before Monday morning', () => {
    assert.equal(daysBetween(at(21, 20), at(23, 8)), 2);
    assert.equal(daysBetween(at(22, 7), at(23, 8)), 1);
    assert.equal(daysBetween(at(22, 23), at(23, 0)), 1);
    assert.equal(daysBetween(at(23, 0), at(23, 23)), 0);
  });

  it('are whole on days of 23 and 25 hours', () => {
    for (let month = 0; month < 12; month++) {
      for (let day = 1; day <= 28; day++) {
        assert.equal(
          daysBetween(new Date(2026, month, day, 23).getTime(), new Date(2026, month, day + 2, 1).getTime()),
          2,
        );
      }
    }
  });
});
