import assert from 'node:assert/strict';
import { accountZone, type ZoneSources } from '../../../../src/core/accounts/accountZone';
import { resolveExport } from '../../../../src/core/savedExports/resolveExport';
import { aSavedExport } from '../runs/support/engineForTest';

/** In the United States and in Europe, clocks changed after the first day of the last month. */
const NOW_MS = Date.UTC(2026, 10, 10, 12);
const NEW_YORK = 'America/New_York';
const NOTHING = { own: undefined, chosen: undefined, stated: undefined, seen: undefined };
const SEEN = { offset: '-05:00', atMs: NOW_MS };

/** The moments of the last month in the account's time zone. */
function lastMonth(sources: Partial<ZoneSources>, machine: string): readonly unknown[] {
  const timeZone = accountZone({ ...NOTHING, ...sources }, machine);
  const periodFilters = {
    start: 'START_DATE',
    end: 'END_DATE',
    filters: [
      { queryName: 'START_DATE', dateForm: 'moment' },
      { queryName: 'END_DATE', dateForm: 'moment' },
    ],
  } as const;
  const saved = aSavedExport({ period: 'lastMonth', filters: {} });
  return Object.values(resolveExport(saved, { nowMs: NOW_MS, timeZone, periodFilters }).parameters.filters);
}

describe("An account's time zone", () => {
  const inNewYork = ['2026-10-01T00:00:00-04:00', '2026-10-31T23:59:59-04:00'];
  const inBerlin = ['2026-10-01T00:00:00+02:00', '2026-10-31T23:59:59+01:00'];

  it("is the machine's if dates have its offset, so that the last month is right across a clock change", () => {
    assert.deepEqual(lastMonth({ seen: SEEN }, NEW_YORK), inNewYork);
    assert.deepEqual(lastMonth({ seen: { offset: '+01:00', atMs: NOW_MS } }, 'Europe/Berlin'), inBerlin);
  });

  it("compares the offset at the date's own time", () => {
    const inSummer = { offset: '-04:00', atMs: Date.UTC(2026, 6, 1) };
    assert.equal(accountZone({ ...NOTHING, seen: inSummer }, NEW_YORK), NEW_YORK);
    const other = { ...inSummer, offset: '-05:00' };
    assert.equal(accountZone({ ...NOTHING, seen: other }, NEW_YORK), '-05:00');
  });

  it('is the one that the user selected, and first of all the one that impact.com states', () => {
    assert.deepEqual(lastMonth({ seen: SEEN, chosen: NEW_YORK }, 'Europe/Berlin'), inNewYork);
    assert.deepEqual(lastMonth({ seen: SEEN, chosen: NEW_YORK, own: 'Europe/Berlin' }, 'UTC'), inBerlin);
  });

  it("is the company's if no job shows one, and also later if it has a name", () => {
    for (const seen of [undefined, SEEN]) {
      assert.deepEqual(lastMonth({ stated: 'Europe/Berlin', seen }, 'UTC'), inBerlin);
    }
    const zone = (seen: ZoneSources['seen'], chosen?: string): string =>
      accountZone({ ...NOTHING, stated: '-06:00', seen, chosen }, 'UTC');
    assert.deepEqual([zone(undefined), zone(SEEN), zone(SEEN, NEW_YORK)], ['-06:00', '-05:00', NEW_YORK]);
  });

  it("is an offset only if dates don't have the machine's, and the machine's if there are no dates", () => {
    assert.deepEqual(lastMonth({ seen: SEEN }, 'Europe/Berlin'), [
      '2026-10-01T00:00:00-05:00',
      '2026-10-31T23:59:59-05:00',
    ]);
    assert.deepEqual(lastMonth({}, 'Europe/Berlin'), inBerlin);
  });
});
