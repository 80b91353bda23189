import assert from 'node:assert/strict';
import { isTableError } from '../../../../src/core/tables/tableError';
import type { TableChoice } from '../../../../src/core/tables/tableChoice';
import { readPieces } from '../../../support/readPieces';

const read = (content: string | Buffer, name = 'a.csv', choice: TableChoice = {}) =>
  readPieces(Buffer.from(content as string), { name, choice });
const shown = (...args: Parameters<typeof read>): unknown => {
  const { columns, rows } = read(...args);
  return [columns, rows];
};
function refusal(...args: Parameters<typeof read>): readonly [kind: string, line: number | undefined] {
  try {
    read(...args);
  } catch (error) {
    assert.ok(isTableError(error), String(error));
    return [error.kind, error.line];
  }
  assert.fail('The file was read');
}

describe('XML of every shape', () => {
  const cases: [what: string, text: string, columns: string[], rows: string[][]][] = [
    [
      'records directly under the root, more than two of them',
      '<rows><row><a>1</a></row><row><a>2</a></row><row><a>3</a></row><row><a>4</a></row></rows>',
      ['a'],
      [['1'], ['2'], ['3'], ['4']],
    ],
    ['simple values under the root', '<r><a>1</a><b>2</b></r>', ['a', 'b'], [['1', '2']]],
    ['one simple value that repeats', '<r><v>1</v><v>2</v><v>3</v></r>', ['Value'], [['1'], ['2'], ['3']]],
    [
      'a filter that repeats before the records',
      '<R><Filter><f>1</f></Filter><Filter><f>2</f></Filter><Filter><f>3</f></Filter><Records><Record><a>1</a></Record></Records></R>',
      ['a'],
      [['1']],
    ],
    ['an empty list after a status', '<R><Status>OK</Status><Records page="1"/></R>', [], []],
    [
      'a field that repeats in records under the root',
      '<rows><row><t>1</t><t>2</t><id>a</id></row><row><t>3</t><id>b</id></row></rows>',
      ['t', 'id'],
      [
        ['1; 2', 'a'],
        ['3', 'b'],
      ],
    ],
    [
      'a list by the name of its resource',
      '<R><Facet><x>1</x></Facet><Facet><x>2</x></Facet><Ads uri="/Mediapartners/1/Ads?Page=1"><Ad><Id>7</Id></Ad></Ads></R>',
      ['Id'],
      [['7']],
    ],
  ];
  for (const [what, text, columns, rows] of cases) {
    it(`is read: ${what}`, () => assert.deepEqual(shown(text, 'a.xml'), [columns, rows]));
  }
});

describe('A document of several tables', () => {
  const json = '{"Summary":[{"a":1}],"Records":[{"b":1},{"b":2}],"Errors":[{"c":"x"}]}';
  const xml = '<R><S><s>1</s></S><S><s>2</s></S><Records><r><b>1</b></r><r><b>2</b></r></Records></R>';

  it('shows the one by a known name, and offers the others', () => {
    const { columns, rows, table, tables } = read(json, 'a.json');
    assert.deepEqual([columns, rows, table], [['b'], [['1'], ['2']], 'Records']);
    assert.deepEqual(tables, [
      { path: 'Summary', rows: 1 },
      { path: 'Records', rows: 2 },
      { path: 'Errors', rows: 1 },
    ]);
    assert.deepEqual(
      read(xml, 'a.xml').tables.map(({ path }) => path),
      ['S', 'Records/r'],
    );
  });

  it('shows another one that the user chose', () => {
    assert.deepEqual(shown(json, 'a.json', { table: 'Errors' }), [['c'], [['x']]]);
    assert.deepEqual(shown(xml, 'a.xml', { table: 'S' }), [['s'], [['1'], ['2']]]);
  });

  it('shows the longest if no name is known, and the first of a thousand rows without reading further', () => {
    assert.deepEqual(shown('{"x":[{"a":1}],"y":[{"b":1},{"b":2}]}', 'a.json'), [['b'], [['1'], ['2']]]);
    const long = Array.from({ length: 1_001 }, () => '{"a":1}').join(',');
    assert.equal(read(`{"x":[${long}],"Records":[{"b":1}]}`, 'a.json').rows.length, 1_001);
  });
});

describe('CSV with bad quoting', () => {
  const line = (index: number): string => `${index},a,"b, c",""`;
  const lines = Array.from({ length: 200_000 }, (_, index) => line(index));

  it('loses only the damaged row, however large the file is', () => {
    const { rows, notes } = read(['n,x,y,z', ...lines.slice(0, 2), '"2,stray,b,c', ...lines.slice(3)].join('\n'));
    assert.deepEqual(notes, [{ kind: 'badQuotes', count: 1, places: [4] }]);
    assert.deepEqual([rows.length, rows[2]?.[0], rows[3]], [200_000, '"2', ['3', 'a', 'b, c', '']]);
  });

  it('is limited if no other quote follows, and if only empty quotes do', () => {
    for (const other of ['1,a,b,c', '1,a,"",""']) {
      const { rows, notes } = read(`n,x,y,z\n"0,a,b,c\n${`${other}\n`.repeat(300_000)}`);
      assert.deepEqual([rows.length, notes.map(({ places }) => places)], [300_001, [[2]]], other);
    }
  });

  it('does not take the rows between two stray quotes for one cell', () => {
    const { rows, notes } = read('a,b,c\n"1,2,3\n4,5,6\n7,8,9\n1,2,3\n4,5,6\n7",8,9\n1,2,3\n');
    assert.deepEqual([rows.length, notes[0]?.places], [7, [2]]);
  });

  it('keeps a quoted cell of many lines', () => {
    const text = Array.from({ length: 50 }, (_, index) => `line ${index}, and more`).join('\n');
    assert.deepEqual(shown(`a,b,c\n1,"${text}",3\n`), [['a', 'b', 'c'], [['1', text, '3']]]);
  });
});

describe('A file that is written oddly', () => {
  it('may end its lines in different ways', () => {
    assert.deepEqual(shown('a,b\r\n1,2\n3,4\r5,6\r\n'), [
      ['a', 'b'],
      [
        ['1', '2'],
        ['3', '4'],
        ['5', '6'],
      ],
    ]);
  });

  it('may contain a NUL character, which is reported', () => {
    const { rows, notes } = read('a,b\n1,x\0y\n');
    assert.deepEqual([rows, notes], [[['1', 'x\0y']], [{ kind: 'nulls', count: 1, places: [] }]]);
  });

  it('may name its separator in the first line', () => {
    for (const start of ['sep=;\r\n', '\ufeffsep=;\n', '"sep=;"\n']) {
      assert.deepEqual(shown(`${start}a;b\n1,5;2,5\n`), [['a', 'b'], [['1,5', '2,5']]], start);
    }
  });

  it('may be divided by tildes', () => {
    assert.deepEqual(read('Partner~Clicks~Cost\r\nA~1~2\r\nB~3~4\r\n').columns, ['Partner', 'Clicks', 'Cost']);
  });

  it('may begin with lines about the report, padded or not', () => {
    const titles = ['Advertiser', 'Date', 'Clicks', 'Impressions'];
    for (const padding of ['', ',,']) {
      const text = `Date/Time Generated,4/12/26 11:13 AM${padding}\r\nReport Time Zone,America/New_York${padding}\r\n\r\nAccount ID,4444${padding}\r\nAdvertiser,Date,Clicks,Impressions\r\nFoo,2026-01-01,1,2\r\n`;
      const { columns, rows, dialect } = read(text);
      assert.deepEqual([columns, rows, dialect?.titleLine], [titles, [['Foo', '2026-01-01', '1', '2']], 5]);
    }
    assert.equal(read('a,b\n1,2,\n3,4,\n').dialect?.titleLine, 1);
    assert.equal(read('Name\nA,1\n').dialect?.titleLine, 1);
  });

  it('may have UTF-8 with a bad byte, which changes nothing else', () => {
    const bytes = Buffer.concat([Buffer.from('a,b\nMüller,日\n'), Buffer.from([0xe9]), Buffer.from(',Zürich\n')]);
    const { encoding, rows, notes } = read(bytes);
    assert.deepEqual(
      [encoding, rows, notes],
      [
        'utf-8',
        [
          ['Müller', '日'],
          ['\ufffd', 'Zürich'],
        ],
        [{ kind: 'badBytes', count: 1, places: [] }],
      ],
    );
  });

  it('may be UTF-16 that begins beyond ASCII, without a mark', () => {
    const text = 'Ärger,b\n1,2\n';
    for (const bytes of [Buffer.from(text, 'utf16le'), Buffer.from(text, 'utf16le').swap16()]) {
      assert.deepEqual(shown(bytes), [['Ärger', 'b'], [['1', '2']]]);
    }
  });

  it('may have a line of 50 MB, and 10,000 columns', () => {
    const long = 'x'.repeat(50_000_000);
    assert.equal(read(`a,b\n1,${long}\n`).rows[0]?.[1]?.length, long.length);
    const wide = Array.from({ length: 10_000 }, (_, index) => `c${index}`).join(',');
    const { columns, rows, leftOutColumns } = read(`${wide}\n${wide}\n`);
    assert.deepEqual([columns.length, rows.length, leftOutColumns], [500, 1, 9_500]);
  });

  it('is refused if a row is too long for memory', () => {
    const { rows, damage } = read(`a,b\n1,2\n"${'x'.repeat(70_000_000)}`);
    assert.deepEqual([rows, damage?.kind, damage?.line], [[['1', '2']], 'rowTooLong', 3]);
  });

  it('may have ragged rows and repeated or missing titles, which are reported', () => {
    const { columns, rows, notes } = read('a,b,a,\n1,2,3,4\n1\n1,2,3,4,5\n');
    assert.deepEqual(columns, ['a', 'b', 'a', '', '']);
    assert.deepEqual(
      rows.map((row) => row.length),
      [4, 1, 5],
    );
    assert.deepEqual(notes, [
      { kind: 'uneven', count: 2, places: [3, 4] },
      { kind: 'repeatedTitles', count: 1, places: ['a'] },
      { kind: 'emptyTitles', count: 1, places: [] },
    ]);
  });
});

describe('JSON', () => {
  it('is one value per line, even if the first line is long', () => {
    const items = Array.from({ length: 900 }, (_, id) => ({ id, text: 'x'.repeat(300) }));
    const long = 'y'.repeat(64 * 1024 - '{"a":""}\n'.length);
    for (const first of [{ a: 'x'.repeat(300_000) }, { a: 'x', items }, { a: long }]) {
      for (const end of ['\n', '\r\n']) {
        const { format, rows, damage } = read(`${JSON.stringify(first)}${end}{"a":"2"}${end}{"a":"3"}${end}`, 'a.json');
        assert.deepEqual([format, damage, rows.map(([a]) => a)], ['jsonLines', undefined, [first.a, '2', '3']]);
      }
    }
  });

  it('keeps the order of its columns, even if their names look like integers', () => {
    assert.deepEqual(shown('[{"b":1,"10":2,"2":3}]', 'a.json'), [['b', '10', '2'], [['1', '2', '3']]]);
  });

  it('keeps numbers inside of cells as they are written', () => {
    assert.deepEqual(read('[{"a":{"id": 1643813640201999872, "sum": 1.50}}]', 'a.json').rows, [
      ['{"id":1643813640201999872,"sum":1.50}'],
    ]);
  });

  it('is known by its content, whatever the file is called', () => {
    for (const name of ['a.csv', 'a.json', 'a']) {
      const { format, rows } = read('[1,2,3]', name);
      assert.deepEqual([format, rows], ['json', [['1'], ['2'], ['3']]], name);
    }
    assert.equal(read('a,b\n1,2\n', 'a.json').format, 'csv');
    assert.equal(read('[Date],[Clicks]\n2026-01-01,5\n', 'a.csv').format, 'csv');
  });

  it('is refused with a reason if it nests too deeply', () => {
    for (const text of ['['.repeat(100_000), '{"a":'.repeat(100_000), `[${'['.repeat(99_999)}${']'.repeat(100_000)}`]) {
      assert.deepEqual(refusal(text, 'a.json'), ['tooDeep', 1]);
    }
    assert.deepEqual(refusal('<a>'.repeat(100_000), 'a.xml'), ['tooDeep', 1]);
  });

  it('names the line at which it breaks', () => {
    const { rows, damage } = read('[\n{"a":1},\n{"a":2},\n{"a" 3}\n]', 'a.json');
    assert.deepEqual([rows, damage?.line], [[['1'], ['2']], 4]);
  });

  it('in lines loses only the bad line', () => {
    const { rows, notes } = read('{"a":1}\n{"a":\n{"a":3}\n', 'a.ndjson');
    assert.deepEqual([rows, notes], [[['1'], ['3']], [{ kind: 'badLines', count: 1, places: [2] }]]);
  });
});

describe('What the user says of a file', () => {
  it('counts for more than what it looks like', () => {
    assert.deepEqual(shown('a,b;c\n1,2;3\n', 'a.csv', { delimiter: ';' }), [['a,b', 'c'], [['1,2', '3']]]);
    assert.deepEqual(shown('x,y\na,b\n1,2\n', 'a.csv', { titleLine: 2 }), [['a', 'b'], [['1', '2']]]);
    assert.deepEqual(shown('1,2\n3,4\n', 'a.csv', { titleLine: 0 }), [
      ['', ''],
      [
        ['1', '2'],
        ['3', '4'],
      ],
    ]);
    const bytes = Buffer.from('a\nü\n');
    assert.deepEqual(shown(bytes, 'a.csv', { encoding: 'windows-1252' }), [['a'], [['Ã¼']]]);
  });
});
