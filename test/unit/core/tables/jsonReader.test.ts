import assert from 'node:assert/strict';
import fc from 'fast-check';
import { jsonLinesReader } from '../../../../src/core/tables/jsonLinesReader';
import { jsonReader } from '../../../../src/core/tables/jsonReader';
import { RowTable } from '../../../../src/core/tables/rowTable';
import { isTableError } from '../../../../src/core/tables/tableError';
import { stepsOf } from '../../../../src/core/tables/tablePath';

function read(text: string, { make = jsonReader, partChars = text.length, isWhole = true } = {}): RowTable {
  const table = new RowTable(1000, 500);
  const reader = make(table, undefined);
  for (let at = 0; at < text.length; at += partChars) {
    reader.push(text.slice(at, at + partChars));
  }
  reader.end(isWhole);
  return table;
}

const shown = ({ columns, rows }: RowTable): unknown => [columns, rows];

describe('JSON records', () => {
  for (const [name, text, columns, rows] of [
    [
      'under Records',
      '{"@page":"1","Records":[{"Id":"1","Sum":"2.50"},{"Id":"2","Sum":""}],"@total":"2"}',
      ['Id', 'Sum'],
      [
        ['1', '2.50'],
        ['2', ''],
      ],
    ],
    ['under Clicks', '{"Clicks": [ {"ClickId": "a\\"b"} , {"ClickId":"c\\\\"} ]}', ['ClickId'], [['a"b'], ['c\\']]],
    ['in a bare array', '\n[{"a":1},\n{"b":true}]\n', ['a', 'b'], [['1'], ['', 'true']]],
    ['below other objects', '{"data":{"list":[{"a":"["},{"a":"}"}]}}', ['a'], [['['], ['}']]],
    ['after arrays of plain values', '{"Fields":["a","b"],"Errors":[],"Records":[{"a":"1"}]}', ['a'], [['1']]],
    [
      'as arrays',
      '[["a","b"],[1,null]]',
      ['', ''],
      [
        ['a', 'b'],
        ['1', ''],
      ],
    ],
    [
      'in an object with a known name, behind another list',
      '{"Filters":[{"f":1},{"f":2}],"Records":{"Fields":["a","b"],"Errors":[],"Record":[{"a":"1"}]}}',
      ['a'],
      [['1']],
    ],
    [
      'in an object with the name of the resource',
      '{"@uri":"/Mediapartners/1/Orders?Page=1","Filters":[{"f":1},{"f":2}],"Orders":{"Order":[{"a":"1"}]}}',
      ['a'],
      [['1']],
    ],
    [
      'in an object with a known name, where there are none',
      '{"Filters":[{"f":1},{"f":2}],"Records":{"Record":[]}}',
      [],
      [],
    ],
    ['as plain values', '["a",2,null]', ['Value'], [['a'], ['2'], ['']]],
    ['as the one document', '{"Id":"1","Tags":["a","b"]}', ['Id', 'Tags'], [['1', '["a","b"]']]],
    ['of which there are none', '{"@total":"0","Records":[ ]}', [], []],
    ['with objects inside', '[{"a":{"b":[{"c":1}]},"d":2}]', ['a', 'd'], [['{"b":[{"c":1}]}', '2']]],
  ] as const) {
    it(`are found ${name}`, () => assert.deepEqual(shown(read(text)), [columns, rows]));
  }

  it('keep numbers as written', () => {
    assert.deepEqual(read('[{"id":12345678901234567890,"sum":12.50,"n":7,"text":"1.50"}]').rows, [
      ['12345678901234567890', '12.50', '7', '1.50'],
    ]);
  });

  it('need no end: an incomplete record is dropped', () => {
    assert.deepEqual(read('{"Records":[{"a":"1"},{"a":"2"},{"a":"3', { isWhole: false }).rows, [['1'], ['2']]);
    assert.deepEqual(read('[{"a":"1"},{"a":', { isWhole: false }).rows, [['1']]);
  });

  it('that break off in a complete file are reported as damaged, and the earlier ones are kept', () => {
    const table = new RowTable(10, 500);
    const reader = jsonReader(table, undefined);
    reader.push('[{"a":"1"},{"a":"2"');
    assert.throws(() => reader.end(true), isTableError);
    assert.throws(() => jsonReader(new RowTable(10, 500), undefined).push('[{"a":}, {"a":"1"}]'), isTableError);
    assert.deepEqual(table.rows, [['1']]);
  });

  it("are read the same however they're split", () => {
    const value = fc.oneof(
      fc.string({ unit: fc.constantFrom('a', '"', '\\', '[', '}', ',', 'é', '\n') }),
      fc.integer(),
      fc.boolean(),
    );
    fc.assert(
      fc.property(
        fc.array(fc.record({ x: value, y: value }), { minLength: 1 }),
        fc.integer({ min: 1, max: 5 }),
        fc.boolean(),
        (records, partChars, isPretty) => {
          const text = JSON.stringify({ '@page': '1', Records: records }, undefined, isPretty ? 2 : undefined);
          assert.deepEqual(
            read(text, { partChars }).rows,
            records.map(({ x, y }) => [String(x), String(y)]),
          );
        },
      ),
    );
  });

  it('can be one per line', () => {
    assert.deepEqual(read('{"a":1}\n\n{"a":2,"items":[{"b":3}]}\r\n', { make: jsonLinesReader, partChars: 3 }).rows, [
      ['1'],
      ['2', '[{"b":3}]'],
    ]);
    assert.deepEqual(read('{"a":1}\n{"a":2', { make: jsonLinesReader, isWhole: false }).rows, [['1']]);
  });

  it('are distinguished by the names of their lists, whatever characters these have', () => {
    const text = '{"p":{"q":[{"a":1},{"a":2}]},"p/q":[{"a":3}],"":[{"a":4}],"~":[{"a":5}]}';
    const table = new RowTable(1000, 500);
    const reader = jsonReader(table, 'p~1q');
    reader.push(text);
    reader.end(true);
    assert.deepEqual(table.rows, [['3']]);
    assert.deepEqual(
      reader.tables().map(({ path, rows }) => [path, rows]),
      [
        ['p/q', 2],
        ['p~1q', 1],
        ['~', 1],
        ['~0', 1],
      ],
    );
    assert.deepEqual(stepsOf('p~1q/~0/~'), ['p/q', '~', '']);
  });

  it('are listed up to fifty tables, with a note on the rows of the others', () => {
    const lists = Array.from({ length: 53 }, (_, at) => `"list${at}":[{"a":1},{"a":2}]`);
    const reader = jsonReader(new RowTable(1000, 500), undefined);
    reader.push(`{${lists.join(',')}}`);
    reader.end(true);
    assert.equal(reader.tables().length, 50);
    assert.deepEqual(reader.notes(), [{ kind: 'unlistedTables', count: 6, places: [] }]);
  });

  it('can be one long document, or are refused if it is too long, but never left out', () => {
    const long = 'x'.repeat(2 * 1024 * 1024);
    assert.deepEqual(read(`{"a":"${long}","b":{"c":[${'1,'.repeat(5000)}1]}}`).rows, [
      [long, `{"c":[${'1,'.repeat(5000)}1]}`],
    ]);
    const longest = `{${Array.from({ length: 33 }, (_, index) => `"${index}":"${long}"`).join(',')}}`;
    assert.throws(
      () => read(longest),
      (error: unknown) => isTableError(error) && error.kind === 'rowTooLong',
    );
  });
});
