import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseDate } from '../../../../src/core/jobs/parseDate';

describe('parseDate', () => {
  const noon = Date.UTC(2026, 4, 29, 12, 0, 0);

  for (const [form, text] of [
    ['an offset west of UTC', '2026-05-29T07:00:00-05:00'],
    ['an offset east of UTC', '2026-05-29T17:30:00+05:30'],
    ['an offset without a colon', '2026-05-29T07:00:00-0500'],
    ['an offset of hours alone', '2026-05-29T07:00:00-05'],
    ['Z', '2026-05-29T12:00:00Z'],
    ['z', '2026-05-29t12:00:00z'],
    ['a blank between day and time', '2026-05-29 12:00:00Z'],
    ['a fraction of zero', '2026-05-29T12:00:00.000Z'],
    ['an offset that crosses midnight', '2026-05-30T02:00:00+14:00'],
  ] as const) {
    it(`reads a date with ${form}`, () => assert.equal(parseDate(text), noon));
  }

  describe('on a machine outside UTC', () => {
    const zone = process.env['TZ'];
    before(() => {
      process.env['TZ'] = 'America/New_York';
    });
    after(() => {
      if (zone === undefined) {
        delete process.env['TZ'];
      } else {
        process.env['TZ'] = zone;
      }
    });

    for (const text of [
      '2026-05-29T12:00:00',
      '2026-05-29 12:00:00',
      '2026-05-29T12:00',
      'May 29, 2026 12:00',
      'Fri, 29 May 2026 12:00:00 GMT',
    ]) {
      it(`reads "${text}" as UTC`, () => assert.equal(parseDate(text), noon));
    }
  });

  it('reads a date without a time as its first moment in UTC', () =>
    assert.equal(parseDate('2026-05-29'), Date.UTC(2026, 4, 29)));

  it('truncates fractions after milliseconds', () => {
    assert.equal(parseDate('2026-05-29T12:00:00.5Z'), noon + 500);
    assert.equal(parseDate('2026-05-29T12:00:00.1239999Z'), noon + 123);
    assert.equal(parseDate('2026-05-29T12:00:00.25-05:00'), Date.UTC(2026, 4, 29, 17, 0, 0, 250));
  });

  it('reads every millisecond as Date.parse does', () => {
    for (let millis = 0; millis < 1000; millis++) {
      const text = `2026-05-29T12:00:00.${String(millis).padStart(3, '0')}Z`;
      assert.equal(parseDate(text), noon + millis, text);
    }
  });

  it('knows leap days and century rules', () => {
    for (const text of [
      '2024-02-29T12:00:00Z',
      '2000-02-29T23:59:59Z',
      '1900-02-28T23:59:59Z',
      '2100-03-01T00:00:00Z',
      '2024-03-01T00:00:00-05:00',
    ]) {
      assert.equal(parseDate(text), Date.parse(text), text);
    }
  });

  it('reads dates in the far past and future', () => {
    for (const text of [
      '0000-01-01T00:00:00Z',
      '0001-01-01T00:00:00Z',
      '1969-12-31T23:59:59Z',
      '9999-12-31T23:59:59Z',
    ]) {
      assert.equal(parseDate(text), Date.parse(text), text);
    }
  });

  it('reads 24:00:00 as the end of the day and a leap second as the next second', () => {
    assert.equal(parseDate('2026-05-29T24:00:00Z'), Date.UTC(2026, 4, 30));
    assert.equal(parseDate('2026-06-30T23:59:60Z'), Date.UTC(2026, 6, 1));
  });

  for (const text of [
    '',
    'soon',
    'n/a 1',
    'row 5',
    '12',
    '0000-00-00T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-05-32T00:00:00Z',
    '2026-05-29T25:00:00Z',
    '2026-05-29T24:00:01Z',
    '2026-05-29T12:60:00Z',
    '2026-05-29T12:00:61Z',
    '2026-05-29T12:00:00+25:00',
    '2026-05-29T12:00:00+05:60',
    '2026-05-29T12:00:00+05:x0',
    '2026-05-29T12:00:00+05x0',
    '2026-05-29T12:00:00+5',
    '2026-05-29T12:00:00 never',
    '2O26-05-29T12:00:00Z',
    '2026-05-29T-1:00:00Z',
  ]) {
    it(`finds no date in "${text}"`, () => assert.equal(parseDate(text), undefined));
  }

  it('agrees with Date.parse on every date and offset', () => {
    const parts = fc.record({
      time: fc.date({
        min: new Date('0001-01-02T00:00:00Z'),
        max: new Date('9999-12-30T00:00:00Z'),
        noInvalidDate: true,
      }),
      fraction: fc.constantFrom('', 'millis'),
      offset: fc.oneof(
        fc.constant('Z'),
        fc
          .tuple(fc.constantFrom('+', '-'), fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
          .map(([sign, hours, minutes]) => `${sign}${two(hours)}:${two(minutes)}`),
      ),
    });
    fc.assert(
      fc.property(parts, ({ time, fraction, offset }) => {
        const iso = time.toISOString();
        const text = `${fraction === '' ? iso.slice(0, 19) : iso.slice(0, 23)}${offset}`;
        assert.equal(parseDate(text), Date.parse(text), text);
      }),
    );
  });

  it('never throws, and returns a time that a Date can hold', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'0123456789-T:.Z+ '), maxLength: 30 })),
        (text) => {
          const time = parseDate(text);
          assert.ok(time === undefined || !Number.isNaN(new Date(time).getTime()), text);
        },
      ),
    );
  });
});

function two(number: number): string {
  return String(number).padStart(2, '0');
}
