import assert from 'node:assert/strict';
import { ENGLISH } from '../../../../src/core/words/language';
import {
  ageWithTime,
  clockTime,
  durationInWords,
  fullTime,
  percentInWords,
} from '../../../../src/core/words/timeWords';

const MINUTE_MS = 60_000;
const NOW_MS = Date.UTC(2026, 10, 23, 12);
/** A language that no other test uses, because what was made for one is kept. */
const LANGUAGE = { ...ENGLISH, locale: 'en-NZ' };

/** How many of Intl's objects are made meanwhile. */
function countMade(act: () => void): number {
  const { NumberFormat, DateTimeFormat, RelativeTimeFormat } = Intl;
  let count = 0;
  const counting = <T extends new (...args: never[]) => object>(format: T): T =>
    new Proxy(format, {
      construct(...args) {
        count++;
        return Reflect.construct(...args) as object;
      },
    });
  Object.assign(Intl, {
    NumberFormat: counting(NumberFormat),
    DateTimeFormat: counting(DateTimeFormat),
    RelativeTimeFormat: counting(RelativeTimeFormat),
  });
  try {
    act();
  } finally {
    Object.assign(Intl, { NumberFormat, DateTimeFormat, RelativeTimeFormat });
  }
  return count;
}

describe('Times and figures in words', () => {
  const zone = process.env['TZ'];

  afterEach(() => {
    if (zone === undefined) {
      delete process.env['TZ'];
    } else {
      process.env['TZ'] = zone;
    }
  });

  it('make no format twice, however many rows need one', () => {
    process.env['TZ'] = 'Pacific/Auckland';
    const count = countMade(() => {
      for (let minutes = 1; minutes <= 1000; minutes++) {
        const atMs = NOW_MS - minutes * MINUTE_MS;
        ageWithTime(atMs, NOW_MS, LANGUAGE);
        durationInWords(minutes * MINUTE_MS, LANGUAGE);
        percentInWords(minutes / 10, LANGUAGE);
      }
    });
    assert.equal(count, ['age', 'time', 'hours', 'minutes', 'percent'].length);
  });

  it('are in the time zone of the moment, if it changes or its clocks do', () => {
    const winter = Date.UTC(2026, 0, 15, 12);
    const summer = Date.UTC(2026, 6, 15, 12);
    const times = ['Europe/Berlin', 'America/New_York', 'Europe/Berlin'].map((name) => {
      process.env['TZ'] = name;
      return [winter, summer].map((atMs) => clockTime(atMs, atMs, { locale: 'en-GB' }));
    });
    assert.deepEqual(times, [
      ['13:00', '14:00'],
      ['07:00', '08:00'],
      ['13:00', '14:00'],
    ]);
    assert.match(fullTime(summer, { locale: 'en-GB' }), /14:00:00 CEST$/);
  });
});
