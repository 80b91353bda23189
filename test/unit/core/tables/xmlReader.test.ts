import assert from 'node:assert/strict';
import { RowTable } from '../../../../src/core/tables/rowTable';
import { isTableError } from '../../../../src/core/tables/tableError';
import { xmlReader } from '../../../../src/core/tables/xmlReader';

function read(text: string, { partChars = text.length, isWhole = true } = {}): RowTable {
  const table = new RowTable(1000, 500);
  const reader = xmlReader(table, undefined);
  for (let at = 0; at < text.length; at += partChars) {
    reader.push(text.slice(at, at + partChars));
  }
  reader.end(isWhole);
  return table;
}

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<ImpactRadiusResponse><Status>OK</Status>';

describe('XML records', () => {
  for (const [name, text, columns, rows] of [
    [
      'in a list',
      `${HEAD}<Records><Record><Id>1</Id><Name>A &amp; B</Name></Record>\n<Record><Id>2</Id></Record></Records></ImpactRadiusResponse>`,
      ['Id', 'Name'],
      [['1', 'A & B'], ['2']],
    ],
    [
      'alone in a list',
      `${HEAD}<Records><Record><Id>1</Id></Record></Records></ImpactRadiusResponse>`,
      ['Id'],
      [['1']],
    ],
    ['right under the root', '<rows><row><a>1</a></row><row><a>2</a></row></rows>', ['a'], [['1'], ['2']]],
    [
      'in attributes',
      '<rows><row a="1" b="&lt;"/><row a="2" b=""/></rows>',
      ['@a', '@b'],
      [
        ['1', '<'],
        ['2', ''],
      ],
    ],
    [
      'with fields that have attributes',
      '<rows><row><Sum c="EUR">1</Sum></row><row><Sum c="USD">2</Sum></row></rows>',
      ['Sum', 'Sum.@c'],
      [
        ['1', 'EUR'],
        ['2', 'USD'],
      ],
    ],
    [
      'with elements inside of fields',
      '<r><l><o><p><q>1</q></p></o><o><p><q>2</q></p></o></l></r>',
      ['p.q'],
      [['1'], ['2']],
    ],
    [
      'with text beside attributes and elements',
      '<r><v code="a">3</v>\n<v code="b"> 4 <b>5<i>6</i></b></v></r>',
      ['@code', 'Value', 'b', 'b.i'],
      [
        ['a', '3'],
        ['b', '4', '5', '6'],
      ],
    ],
    [
      'with text and a field that has its name',
      '<r><v><Value>1</Value>2</v><v><Value>3</Value></v></r>',
      ['Value'],
      [['1; 2'], ['3']],
    ],
    ['with a field twice', '<r><l><o><t>1</t><t>2</t></o><o><t>3</t></o></l></r>', ['t'], [['1; 2'], ['3']]],
    ['with CDATA', '<r><o><t><![CDATA[<b> & ]]>x</t></o><o><t/></o></r>', ['t'], [['<b> & x'], ['']]],
    [
      'if there is only one, with elements inside of it',
      `${HEAD}<Job><Id>1</Id><Filters><A>2</A></Filters></Job></ImpactRadiusResponse>`,
      ['Id', 'Filters.A'],
      [['1', '2']],
    ],
    ['of which there are none', `${HEAD}<Records></Records></ImpactRadiusResponse>`, [], []],
  ] as const) {
    it(`are found ${name}`, () => {
      for (const partChars of [text.length, 1, 3]) {
        const table = read(text, { partChars });
        assert.deepEqual([table.columns, table.rows], [columns, rows], `in parts of ${partChars}`);
      }
    });
  }

  for (const depth of [1, 2, 3, 4, 5]) {
    const inside = (text: string): string =>
      ['Root', 'Data', 'Result', 'Page', 'List']
        .slice(0, depth)
        .reduceRight((inner, name) => `<${name}>${inner}</${name}>`, text);
    const order = (id: number): string =>
      `<Order><Id>${id}</Id><Items><Item><Sku>a${id}</Sku></Item><Item><Sku>b${id}</Sku></Item></Items></Order>`;

    for (const [kind, text, ids] of [
      ['repeated', [1, 2, 3].map(order).join(''), ['1', '2', '3']],
      ['in a known list', `<Records>${[1, 2, 3].map(order).join('')}</Records>`, ['1', '2', '3']],
      ['alone in a known list', `<Records>${order(1)}</Records>`, ['1']],
      ['of which there are none', '<Records/>', []],
      [
        'in a known list behind another one',
        `<Filters>${'<Filter><A>1</A></Filter>'.repeat(5)}</Filters><Records>${order(1)}${order(2)}</Records>`,
        ['1', '2'],
      ],
    ] as const) {
      it(`are found ${kind}, ${depth} deep`, () => {
        const { columns, rows } = read(inside(text), { partChars: 7 });
        assert.deepEqual(columns, ids.length === 0 ? [] : ['Id', 'Items.Item.Sku']);
        assert.deepEqual(
          rows,
          ids.map((id) => [id, `a${id}; b${id}`]),
        );
      });
    }
  }

  it('keep all values of a field, however many', () => {
    const values = Array.from({ length: 10_000 }, (_, index) => `v${index}`);
    const record = `<o><l>${values.map((value) => `<t>${value}</t>`).join('')}</l><t>x</t></o>`;
    for (const document of [`<r>${record}${record}</r>`, `<r>${record}</r>`]) {
      const { columns, rows } = read(document, { partChars: 1000 });
      assert.deepEqual(
        [columns, rows[0]],
        [
          ['l.t', 't'],
          [values.join('; '), 'x'],
        ],
      );
    }
  });

  it('that are too long for memory are refused, but a long list of records is not', () => {
    const long = `<o><t>${'x'.repeat(100_000)}</t></o>`;
    assert.equal(read(`<r>${long.repeat(900)}</r>`).rows.length, 900);
    assert.throws(
      () => read(`<r>\n<o>\n<l>${`<t>${'y'.repeat(100_000)}</t>`.repeat(700)}</l></o></r>`, { partChars: 65_536 }),
      (error: unknown) => isTableError(error) && error.kind === 'rowTooLong' && error.line === 3,
    );
  });

  it('need no end: an incomplete record is dropped', () => {
    assert.deepEqual(
      read(`${HEAD}<Records><Record><Id>1</Id></Record><Record><Id>2</Id></Record><Record><Id>3</I`, { isWhole: false })
        .rows,
      [['1'], ['2']],
    );
  });

  it('that break off in a complete file are reported as damaged', () => {
    assert.throws(() => read('<r><o><t>1</t></o>'), isTableError);
    assert.throws(() => read('<r><o></r>'), isTableError);
  });

  it('have no custom entities: a few bytes can’t expand', () => {
    assert.throws(
      () =>
        read('<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><r><o><t>&b;</t></o><o><t>1</t></o></r>'),
      isTableError,
    );
  });
});
