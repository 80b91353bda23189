import * as assert from 'node:assert/strict';
import { clockDuration, Formats, readDuration, readTime } from '../../../../src/webviews/table/formats';
import { decodePreferences, decodeTableMessage, decodeTableRequest } from '../../../../src/webviews/table/protocol';

describe('The table of jobs: a length of time', () => {
  for (const [durationMs, shown] of [
    [undefined, ''],
    [0, '0:00'],
    [42_400, '0:42'],
    [62_000, '1:02'],
    [3_909_000, '1:05:09'],
    [360_000_000, '100:00:00'],
  ] as const) {
    it(`of ${durationMs} ms is shown as "${shown}"`, () => assert.equal(clockDuration(durationMs), shown));
  }

  const { readNumber } = new Formats('de');
  for (const [typed, durationMs] of [
    ['1:05:09', 3_909_000],
    ['1:02', 62_000],
    ['90 s', 90_000],
    ['1,5 h', 5_400_000],
    ['1.5h', 5_400_000],
    ['5 M', 300_000],
    ['soon', undefined],
    ['', undefined],
  ] as const) {
    it(`is parsed from "${typed}"`, () => assert.equal(readDuration(typed, readNumber), durationMs));
  }
});

describe('The table of jobs: filter input', () => {
  it('reads a date as a time, but not a word', () => {
    assert.equal(readTime('2026-11-24T12:00:00Z'), Date.UTC(2026, 10, 24, 12));
    assert.equal(readTime('2026-02-30'), undefined);
    assert.equal(readTime('2026-99-99'), undefined);
    assert.equal(readTime('5'), undefined);
  });
});

describe('The table of jobs: a day typed into a filter', () => {
  const zone = process.env['TZ'];
  afterEach(() => {
    if (zone === undefined) {
      delete process.env['TZ'];
    } else {
      process.env['TZ'] = zone;
    }
  });

  it('begins when it begins in the cells', () => {
    for (const [name, hours] of [
      ['America/New_York', 5],
      ['Asia/Tokyo', -9],
    ] as const) {
      process.env['TZ'] = name;
      assert.equal(readTime('2026-11-24'), Date.UTC(2026, 10, 24, hours), name);
      assert.equal(readTime('2026-11'), new Date(2026, 10).getTime());
      assert.match(new Formats('en').time(readTime('2026-11-24')), /Nov 24, 2026, 12:00.AM/);
    }
  });
});

describe('The table of jobs: displayed text', () => {
  const formats = new Formats('de');

  it("is in the page's language", () => {
    assert.deepEqual(
      [formats.number(1_600), formats.percent(42.9), formats.number(undefined)],
      ['1.600', '42\u00a0%', ''],
    );
  });
});

describe('The table of jobs: messages', () => {
  it('from the page are checked, and dropped if invalid', () => {
    assert.deepEqual(decodeTableRequest({ kind: 'run', action: 'replay', ids: ['a'] }), {
      kind: 'run',
      action: 'replay',
      ids: ['a'],
    });
    assert.deepEqual(decodeTableRequest({ kind: 'copy', text: 'x' }), { kind: 'copy', text: 'x' });
    for (const none of [
      undefined,
      'x',
      {},
      { kind: 'run', action: 'removeAccount', ids: [] },
      { kind: 'run', action: 'replay', ids: [1] },
      { kind: 'run', action: 'replay' },
      { kind: 'copy' },
    ]) {
      assert.equal(decodeTableRequest(none), undefined);
    }
  });

  it('to the page are dropped if invalid', () => {
    assert.equal(decodeTableMessage({ kind: 'rows' }), undefined);
    assert.ok(decodeTableMessage({ kind: 'changes', changed: [], removedIds: [] }));
  });

  it('about preferences are repaired: existing columns in order, and a sort order or none', () => {
    const decode = (value: unknown) => decodePreferences(value, ['name', 'status', 'id'], ['name', 'status']);
    assert.deepEqual(decode({ columns: ['id', 'evil', 'name'], sort: { columnId: 'name', direction: -1 } }), {
      columns: ['name', 'id'],
      sort: { columnId: 'name', direction: -1 },
    });
    for (const broken of [undefined, {}, { columns: [] }, { columns: 'name', sort: { columnId: 1, direction: 5 } }]) {
      const { columns, sort } = decode(broken);
      assert.deepEqual([columns, sort], [['name', 'status'], undefined]);
    }
  });
});
