import assert from 'node:assert/strict';
import { statedZone } from '../../../../src/core/accounts/statedZone';

const SUMMER_MS = Date.UTC(2026, 6, 15);
const WINTER_MS = Date.UTC(2026, 11, 15);

describe('The time zone that impact.com states for a company', () => {
  const cases: readonly (readonly [text: string, zone: string])[] = [
    ['(GMT -06:00) Central Time (US & Canada)', 'America/Chicago'],
    ['(GMT -05:00) Eastern Time (US & Canada)', 'America/New_York'],
    ['(GMT -08:00) Pacific Time (US & Canada); Tijuana', 'America/Los_Angeles'],
    ['(GMT -06:00) Central Time...', 'America/Chicago'],
    ['(GMT +01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna', 'Europe/Amsterdam'],
    ['(GMT+10:00) Canberra, Melbourne, Sydney', 'Australia/Melbourne'],
    ['(GMT -05:00) Bogota, Lima, Quito', 'America/Bogota'],
    ['(GMT) Greenwich Mean Time : Dublin, Edinburgh, Lisbon, London', 'Europe/Dublin'],
    ['(UTC +05:30) Somewhere', '+05:30'],
    ['(GMT -6) Somewhere', '-06:00'],
    ['Europe/Berlin', 'Europe/Berlin'],
  ];
  for (const [text, zone] of cases) {
    it(`is ${zone} for ${text}, in summer and in winter`, () => {
      assert.deepEqual(
        [SUMMER_MS, WINTER_MS].map((nowMs) => statedZone(text, nowMs, 'Pacific/Kiritimati')),
        [zone, zone],
      );
    });
  }

  it("is this machine's if only the offset tells, and its clocks have it in winter", () => {
    const stated = (text: string, machine: string): unknown => statedZone(text, SUMMER_MS, machine);
    assert.equal(stated('(GMT +01:00) Somewhere', 'Europe/Berlin'), 'Europe/Berlin');
    assert.equal(stated('(GMT +02:00) Somewhere', 'Europe/Berlin'), '+02:00');
    assert.equal(stated('(GMT +10:00) Somewhere', 'Australia/Sydney'), 'Australia/Sydney', 'Its winter is in July.');
  });

  it("isn't one whose offset differs from the stated one", () => {
    assert.equal(statedZone('(GMT -06:00) Central America', SUMMER_MS, 'UTC'), '-06:00');
    assert.equal(statedZone('(GMT -03:00) Eastern Time, Berlin', SUMMER_MS, 'UTC'), '-03:00');
  });

  it('is unknown for anything else', () => {
    for (const text of ['', 'Somewhere', '(GMT -99:00) Nowhere', 7, null, undefined, `(GMT) ${'x'.repeat(300)}`]) {
      assert.equal(statedZone(text, SUMMER_MS, 'Europe/Berlin'), undefined, String(text));
    }
  });
});
