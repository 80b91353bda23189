import assert from 'node:assert/strict';
import fc from 'fast-check';
import { addDays, dayAt, isDay, isTimeZone, momentOf, weekday } from '../../../../src/core/reports/calendar';
import {
  daysOfPeriod,
  isPeriodId,
  isSavedPeriod,
  type PeriodId,
  PERIODS,
  resolvePeriod,
  yearEarlier,
} from '../../../../src/core/reports/period';
import { periodName } from '../../../../src/core/reports/periodName';

/** Tuesday noon in Greenwich. */
const now = Date.UTC(2026, 10, 24, 12);

describe('A period', () => {
  const expected: Readonly<Record<PeriodId, readonly [string, string]>> = {
    today: ['2026-11-24', '2026-11-24'],
    yesterday: ['2026-11-23', '2026-11-23'],
    last7Days: ['2026-11-17', '2026-11-23'],
    last30Days: ['2026-10-25', '2026-11-23'],
    weekToDate: ['2026-11-23', '2026-11-24'],
    lastWeek: ['2026-11-16', '2026-11-22'],
    monthToDate: ['2026-11-01', '2026-11-24'],
    lastMonth: ['2026-10-01', '2026-10-31'],
    last3Months: ['2026-08-01', '2026-10-31'],
    lastQuarter: ['2026-07-01', '2026-09-30'],
    yearToDate: ['2026-01-01', '2026-11-24'],
  };
  for (const period of PERIODS) {
    it(`${period} is ${expected[period].join(' to ')} on a Tuesday`, () => {
      const { start, end } = resolvePeriod(period, now, 'UTC');
      assert.deepEqual([start, end], expected[period]);
    });
  }

  it("is calculated in its time zone, not the machine's", () => {
    const lateInTheEvening = Date.UTC(2026, 10, 1, 3);
    assert.deepEqual(resolvePeriod('yesterday', lateInTheEvening, 'America/New_York'), {
      start: '2026-10-30',
      end: '2026-10-30',
    });
    assert.deepEqual(resolvePeriod('yesterday', lateInTheEvening, '-05:00'), {
      start: '2026-10-30',
      end: '2026-10-30',
    });
    assert.deepEqual(resolvePeriod('lastMonth', lateInTheEvening, 'Asia/Tokyo'), {
      start: '2026-10-01',
      end: '2026-10-31',
    });
    assert.deepEqual(resolvePeriod('lastMonth', lateInTheEvening, 'America/New_York'), {
      start: '2026-09-01',
      end: '2026-09-30',
    });
  });

  it('crosses the ends of months and years', () => {
    assert.deepEqual(resolvePeriod('lastMonth', Date.UTC(2028, 2, 31, 12), 'UTC'), {
      start: '2028-02-01',
      end: '2028-02-29',
    });
    assert.deepEqual(resolvePeriod('lastMonth', Date.UTC(2027, 0, 1), 'UTC'), {
      start: '2026-12-01',
      end: '2026-12-31',
    });
    assert.deepEqual(resolvePeriod('lastWeek', Date.UTC(2027, 0, 3, 12), 'UTC'), {
      start: '2026-12-21',
      end: '2026-12-27',
    });
    assert.deepEqual(resolvePeriod('lastWeek', Date.UTC(2027, 0, 4, 12), 'UTC'), {
      start: '2026-12-28',
      end: '2027-01-03',
    });
  });

  it('is the quarter or the months before, across a year too', () => {
    const daysOn = (day: string, period: PeriodId): unknown => resolvePeriod(period, Date.parse(day), 'UTC');
    for (const [today, start, end] of [
      ['2027-01-01', '2026-10-01', '2026-12-31'],
      ['2027-03-31', '2026-10-01', '2026-12-31'],
      ['2027-04-01', '2027-01-01', '2027-03-31'],
      ['2026-12-31', '2026-07-01', '2026-09-30'],
    ] as const) {
      assert.deepEqual(daysOn(today, 'lastQuarter'), { start, end }, today);
    }
    assert.deepEqual(daysOn('2027-02-28', 'last3Months'), { start: '2026-11-01', end: '2027-01-31' });
    assert.deepEqual(daysOn('2026-11-29', 'weekToDate'), { start: '2026-11-23', end: '2026-11-29' });
    assert.deepEqual(daysOn('2026-11-30', 'weekToDate'), { start: '2026-11-30', end: '2026-11-30' });
  });

  it('can be fixed days, the first one first', () => {
    assert.deepEqual(daysOfPeriod({ from: '2026-01-01', to: '2026-06-30' }, now, 'UTC'), {
      start: '2026-01-01',
      end: '2026-06-30',
    });
    for (const [value, expected] of [
      [{ from: '2026-01-01', to: '2026-01-01' }, true],
      [{ from: '2026-01-02', to: '2026-01-01' }, false],
      [{ from: '2026-02-29', to: '2026-03-01' }, false],
      [{ from: '2026-01-01', to: '2026-01-02', at: 'noon' }, false],
      ['lastMonth', true],
      [null, false],
    ] as const) {
      assert.equal(isSavedPeriod(value), expected, JSON.stringify(value));
    }
  });

  it('has the same days a year earlier, as far as that year has them', () => {
    assert.deepEqual(yearEarlier({ start: '2028-02-01', end: '2028-02-29' }), {
      start: '2027-02-01',
      end: '2027-02-28',
    });
  });

  it('counts days, not hours, across clock changes', () => {
    // Berlin: 29 March has 23 hours, 25 October 25.
    for (const [nowMs, day] of [
      [Date.UTC(2026, 2, 29, 22, 30), '2026-03-29'],
      [Date.UTC(2026, 2, 28, 23, 30), '2026-03-28'],
      [Date.UTC(2026, 9, 25, 23, 30), '2026-10-25'],
      [Date.UTC(2026, 9, 24, 22, 30), '2026-10-24'],
    ] as const) {
      assert.equal(resolvePeriod('yesterday', nowMs, 'Europe/Berlin').start, day);
    }
    assert.deepEqual(resolvePeriod('last7Days', Date.UTC(2026, 9, 26, 12), 'Europe/Berlin'), {
      start: '2026-10-19',
      end: '2026-10-25',
    });
  });

  it('never ends before it starts or after today, at any time in any zone', () => {
    const zones = fc.constantFrom(
      'UTC',
      'Europe/Berlin',
      'America/New_York',
      'America/St_Johns',
      'Pacific/Apia',
      'Pacific/Kiritimati',
      'Asia/Kathmandu',
      '-05:00',
      '+14:00',
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...PERIODS),
        fc.integer({ min: Date.UTC(2000, 0), max: Date.UTC(2100, 0) }),
        zones,
        (period, nowMs, zone) => {
          const { start, end } = resolvePeriod(period, nowMs, zone);
          assert.ok(isDay(start) && isDay(end) && start <= end && end <= dayAt(nowMs, zone), `${start} ${end}`);
        },
      ),
    );
  });

  it('is recognized only by its exact name', () => {
    assert.deepEqual(['lastMonth', 'constructor', '', undefined, 7].map(isPeriodId), [
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  for (const [start, end, name, german] of [
    ['2026-10-01', '2026-10-31', 'Oct 2026', 'Okt. 2026'],
    ['2028-02-01', '2028-02-29', 'Feb 2028', 'Feb. 2028'],
    ['2026-01-01', '2026-12-31', '2026', '2026'],
    ['2026-09-01', '2026-10-31', 'Sep – Oct 2026', 'Sept.–Okt. 2026'],
    ['2026-11-23', '2026-11-23', 'Nov 23, 2026', '23. Nov. 2026'],
    ['2026-11-16', '2026-11-22', 'Nov 16 – 22, 2026', '16.–22. Nov. 2026'],
    ['2026-11-22', '2026-11-16', '2026-11-22 – 2026-11-16', '2026-11-22 – 2026-11-16'],
    ['one', 'two', 'one – two', 'one – two'],
  ] as const) {
    it(`from ${start} to ${end} is called ${name}`, () => {
      assert.deepEqual([periodName({ start, end }, 'en'), periodName({ start, end }, 'de')], [name, german]);
    });
  }
});

describe('The calendar', () => {
  it('distinguishes valid days from invalid ones', () => {
    assert.deepEqual(['2026-02-28', '2026-02-29', '2028-02-29', '2026-13-01', '26-1-1', ''].map(isDay), [
      true,
      false,
      true,
      false,
      false,
      false,
    ]);
  });

  it('starts weeks on Monday', () => {
    assert.deepEqual(['2026-11-23', '2026-11-24', '2026-11-29'].map(weekday), [1, 2, 7]);
  });

  it('knows time zones by name and by offset', () => {
    assert.deepEqual(['Europe/Berlin', 'UTC', '-05:00', '+0530', 'Mars/Olympus', '', '+99:00'].map(isTimeZone), [
      true,
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  for (const [day, time, zone, moment] of [
    ['2026-11-24', '00:00:00', 'America/New_York', '2026-11-24T00:00:00-05:00'],
    ['2026-07-01', '23:59:59', 'America/New_York', '2026-07-01T23:59:59-04:00'],
    ['2026-07-01', '00:00:00', '-05:00', '2026-07-01T00:00:00-05:00'],
    ['2026-11-24', '00:00:00', 'UTC', '2026-11-24T00:00:00+00:00'],
    ['2026-11-24', '00:00:00', 'Asia/Kathmandu', '2026-11-24T00:00:00+05:45'],
    // Clocks that change within the day: it begins before, and ends after.
    ['2026-03-29', '00:00:00', 'Europe/Berlin', '2026-03-29T00:00:00+01:00'],
    ['2026-03-29', '23:59:59', 'Europe/Berlin', '2026-03-29T23:59:59+02:00'],
    ['2026-10-25', '00:00:00', 'Europe/Berlin', '2026-10-25T00:00:00+02:00'],
    ['2026-10-25', '23:59:59', 'Europe/Berlin', '2026-10-25T23:59:59+01:00'],
    // Midnight that does not exist, and one that comes twice.
    ['2026-03-29', '02:30:00', 'Europe/Berlin', '2026-03-29T03:30:00+02:00'],
    ['2026-10-25', '02:30:00', 'Europe/Berlin', '2026-10-25T02:30:00+02:00'],
    // Clocks that go back at midnight: the day starts or ends twice, and its last hour belongs to it.
    ['2026-10-24', '23:59:59', 'Asia/Beirut', '2026-10-24T23:59:59+02:00'],
    ['2026-11-01', '00:00:00', 'America/Havana', '2026-11-01T00:00:00-04:00'],
  ] as const) {
    it(`writes ${time} of ${day} in ${zone} as ${moment}`, () => {
      assert.equal(momentOf(day, time, zone), moment);
    });
  }

  it('adds days across any boundary, in both directions', () => {
    fc.assert(
      fc.property(fc.integer({ min: -20_000, max: 20_000 }), (count) => {
        assert.equal(addDays(addDays('2026-11-24', count), -count), '2026-11-24');
      }),
    );
  });
});
