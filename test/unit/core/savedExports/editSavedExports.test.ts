import assert from 'node:assert/strict';
import { decodeSavedExports } from '../../../../src/core/savedExports/decodeSavedExports';
import {
  freeName,
  pathOf,
  withChangedExport,
  withExport,
  withName,
  without,
  withSet,
} from '../../../../src/core/savedExports/editSavedExports';
import { offsetOf, valueAt } from '../../../../src/core/savedExports/jsonText';
import type { SavedExport } from '../../../../src/core/savedExports/savedExport';

const SAVED: SavedExport = {
  name: 'Clicks',
  reportId: 'agency_clicks',
  reportName: 'Clicks',
  format: 'JSON',
  period: 'lastWeek',
  timeZone: undefined,
  filters: { SUBAID: '4187' },
  folder: undefined,
  fileName: undefined,
  account: undefined,
  existingJob: 'use',
};
const FILE = `{
    // the team's
    "exports": [
        { "name": "Actions", "reportId": "r" }, // do not touch
        { "name": "Spend", "reportId": "s" }
    ],
    "sets": [
        { "name": "Monday", "exports": ["Actions", "Spend"] },
        { "name": "Daily", "exports": ["Actions"] }
    ]
}
`;
const members = (text: string) =>
  decodeSavedExports(text).sets.map(({ name, exports }) => `${name}: ${exports.join(', ')}`);

describe('An edit of a saved exports file', () => {
  it('creates the file if missing, with only the necessary members', () => {
    const text = withExport('', SAVED);
    assert.deepEqual(JSON.parse(text), {
      version: 1,
      exports: [
        {
          name: 'Clicks',
          reportId: 'agency_clicks',
          reportName: 'Clicks',
          format: 'JSON',
          period: 'lastWeek',
          filters: { SUBAID: '4187' },
        },
      ],
    });
    assert.deepEqual(decodeSavedExports(text), { exports: [SAVED], sets: [], problems: [] });
  });

  it('keeps everything else as written, including comments and indentation', () => {
    const text = withExport(FILE, SAVED);
    assert.ok(
      text.includes("// the team's") && text.includes('{ "name": "Actions", "reportId": "r" }, // do not touch'),
    );
    assert.match(text, /\n {12}"name": "Clicks"/);
    assert.deepEqual(
      decodeSavedExports(text).exports.map(({ name }) => name),
      ['Actions', 'Spend', 'Clicks'],
    );
  });

  it('adds to a file with a syntax error elsewhere', () => {
    assert.ok(
      decodeSavedExports(
        withExport('{ "exports": [{ "name": "Actions", "reportId": "r" }], "sets": [ }', SAVED),
      ).exports.some(({ name }) => name === 'Clicks'),
    );
  });

  it('replaces an export in place, and keeps it in its sets under its new name', () => {
    const text = withExport(FILE, SAVED, 'Actions');
    assert.deepEqual(
      decodeSavedExports(text).exports.map(({ name }) => name),
      ['Clicks', 'Spend'],
    );
    assert.deepEqual(members(text), ['Monday: Clicks, Spend', 'Daily: Clicks']);
  });

  it('changes only the differences of an export, in place', () => {
    const file = `{
  "exports": [
    {
      "name": "Clicks", // the team's
      "reportId": "agency_clicks",
      "period": "lastWeek",
      "mine": 1,
      "filters": {
        // of the big one
        "SUBAID": 4187,
        "COUNTRY": "DE"
      }
    }
  ]
}
`;
    const same: SavedExport = {
      ...SAVED,
      reportName: undefined,
      format: 'CSV',
      filters: { SUBAID: '4187', COUNTRY: 'DE' },
    };
    assert.equal(withChangedExport(file, same, same), file);
    const changed = withChangedExport(file, same, {
      ...same,
      format: 'XML',
      period: 'yesterday',
      filters: { SUBAID: '4187', STATUS: 'OPEN' },
    });
    assert.ok(
      ["// the team's", '// of the big one', '"SUBAID": 4187', '"mine": 1'].every((kept) => changed.includes(kept)),
      changed,
    );
    assert.deepEqual(decodeSavedExports(changed).exports, [
      { ...same, format: 'XML', period: 'yesterday', filters: { SUBAID: '4187', STATUS: 'OPEN' } },
    ]);
    assert.deepEqual(
      decodeSavedExports(withChangedExport(file, same, { ...same, period: undefined, filters: {} })).exports,
      [{ ...same, period: undefined, filters: {} }],
    );
    assert.deepEqual(
      decodeSavedExports(withChangedExport(FILE, same, same)).exports.map(({ name }) => name),
      ['Actions', 'Spend', 'Clicks'],
      'one that has gone meanwhile is added',
    );
  });

  it('keeps what others changed in an export meanwhile, and drops filters only with the last one', () => {
    const before: SavedExport = { ...SAVED, filters: { SUBAID: '4187', COUNTRY: 'DE' } };
    const theirs = withExport(FILE, { ...before, format: 'XML', filters: { SUBAID: '1', STATUS: 'OPEN' } });
    const merged = withChangedExport(theirs, before, { ...before, period: 'yesterday', filters: { SUBAID: '4187' } });
    assert.deepEqual(decodeSavedExports(merged).exports.at(-1), {
      ...before,
      format: 'XML',
      period: 'yesterday',
      filters: { SUBAID: '1', STATUS: 'OPEN' },
    });
    const last = withChangedExport(withExport(FILE, SAVED), SAVED, { ...SAVED, filters: {} });
    assert.ok(!last.includes('"filters"'), last);
    const empty = FILE.replace('"reportId": "s"', '"reportId": "s", "filters": {}');
    const [, spend] = decodeSavedExports(empty).exports;
    assert.ok(spend);
    assert.equal(withChangedExport(empty, spend, spend), empty);
  });

  it('writes a list of values once it differs, whether one value stood there as a list or not', () => {
    const text = '{ "exports": [{ "name": "A", "reportId": "r", "filters": { "AdId": [17], "X_MS": ["a", "b"] } }] }';
    const [before] = decodeSavedExports(text).exports;
    assert.ok(before !== undefined);
    assert.equal(withChangedExport(text, before, { ...before, filters: { AdId: '17', X_MS: ['a', 'b'] } }), text);
    const changed = withChangedExport(text, before, { ...before, filters: { AdId: ['17', '18'], X_MS: 'b' } });
    assert.deepEqual(decodeSavedExports(changed).exports[0]?.filters, { AdId: ['17', '18'], X_MS: 'b' });
  });

  it('writes accounts, pieces, and tables as people would', () => {
    const saved = {
      ...SAVED,
      accounts: ['1048291'],
      pieces: 'month',
      refresh: 2,
      combine: { format: 'Parquet', key: ['Action_Id'] },
    } as const;
    const text = withExport('', saved);
    assert.deepEqual(decodeSavedExports(text).exports, [saved]);
    const plain = withChangedExport(text, saved, { ...saved, combine: { format: 'CSV', key: [] }, accounts: 'all' });
    assert.deepEqual(
      [valueAt(plain, ['exports', 0, 'combine']), valueAt(plain, ['exports', 0, 'accounts'])],
      [true, 'all'],
    );
    const set = withSet(text, { name: 'Both', exports: ['Clicks'], folder: undefined, accounts: 'all' });
    assert.equal(valueAt(set, ['sets', 0, 'accounts']), 'all');
  });

  it('writes changed days of a fixed period', () => {
    const before = { ...SAVED, period: { from: '2026-01-01', to: '2026-06-30' } };
    const text = withExport('', before);
    assert.equal(withChangedExport(text, before, before), text);
    const changed = withChangedExport(text, before, { ...before, period: { from: '2026-01-01', to: '2026-07-31' } });
    assert.deepEqual(valueAt(changed, ['exports', 0, 'period', 'to']), '2026-07-31');
  });

  it('renames an export and a set', () => {
    assert.deepEqual(members(withName(withName(FILE, 'Actions', 'All actions'), 'Daily', 'Every day')), [
      'Monday: All actions, Spend',
      'Every day: All actions',
    ]);
    assert.equal(withName(FILE, 'nothing', 'something'), FILE);
  });

  it('removes an export, also from its sets, and removes sets that become empty', () => {
    const text = without(FILE, 'Actions');
    assert.deepEqual(decodeSavedExports(text).problems, []);
    assert.deepEqual(members(text), ['Monday: Spend']);
    assert.deepEqual(members(without(FILE, 'Monday')), ['Daily: Actions']);
  });

  it('adds and replaces sets', () => {
    assert.deepEqual(members(withSet(FILE, { name: 'Spend only', exports: ['Spend'], folder: 'spend' }, 'Daily')), [
      'Monday: Actions, Spend',
      'Spend only: Spend',
    ]);
    assert.deepEqual(members(withSet(withExport('', SAVED), { name: 'One', exports: ['Clicks'], folder: undefined })), [
      'One: Clicks',
    ]);
  });

  it('finds the position of an export, or the nearest one to a missing export', () => {
    const line = (offset: number) => FILE.slice(0, offset).split('\n').length;
    assert.equal(line(offsetOf(FILE, pathOf(FILE, 'Spend') ?? [])), 5);
    assert.equal(line(offsetOf(FILE, ['exports', 1, 'format'])), 5);
    assert.equal(line(offsetOf(FILE, ['sets', 1, 'name'])), 9);
    assert.equal(pathOf(FILE, 'Nothing'), undefined);
  });

  it('finds an unused name', () => {
    assert.deepEqual(
      [freeName(FILE, 'Clicks'), freeName(FILE, 'Actions'), freeName(FILE, 'Monday')],
      ['Clicks', 'Actions 2', 'Monday 2'],
    );
  });

  it('is of the row that is used, not of a row with a mistake that has the same name', () => {
    const exports = [
      { name: 'Clicks', reportId: 'r', format: 'PDF' },
      { name: 'Monday', reportId: '' },
      { name: 'Clicks', reportId: 'clicks' },
    ];
    const text = JSON.stringify({ exports, sets: [{ name: 'Monday', exports: ['Clicks'] }] });
    const names = (changed: string, list: string): unknown =>
      (valueAt(changed, [list]) as readonly { readonly name: string }[]).map(({ name }) => name);
    assert.deepEqual(
      [pathOf(text, 'Clicks'), pathOf(text, 'Monday')],
      [
        ['exports', 2],
        ['sets', 0],
      ],
    );
    assert.deepEqual(
      names(without(text, 'Monday'), 'exports'),
      exports.map(({ name }) => name),
      'deleting a set removes no export',
    );
    assert.deepEqual(names(without(text, 'Clicks'), 'exports'), ['Clicks', 'Monday']);
    assert.equal(valueAt(without(text, 'Clicks'), ['exports', 0, 'format']), 'PDF');
    assert.deepEqual(names(withName(text, 'Clicks', 'New'), 'exports'), ['Clicks', 'Monday', 'New']);
    assert.deepEqual(names(withName(text, 'Monday', 'Tuesday'), 'sets'), ['Tuesday']);
  });
});
