import assert from 'node:assert/strict';
import fc from 'fast-check';
import { guessDialect } from '../../../../src/core/tables/csvDialect';
import { csvReader } from '../../../../src/core/tables/csvReader';
import { RowTable } from '../../../../src/core/tables/rowTable';

/** The table of a text that arrives in parts of `partChars`; `isWhole` false: it was cut. */
function read(text: string, { partChars = text.length || 1, isWhole = true, maxRows = 1000 } = {}): RowTable {
  const table = new RowTable(maxRows, MAX_COLUMNS);
  const reader = csvReader(table, guessDialect(text, isWhole));
  for (let at = 0; at < text.length; at += partChars) {
    reader.push(text.slice(at, at + partChars));
  }
  reader.end(isWhole);
  return table;
}

const MAX_COLUMNS = 500;
const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

describe('CSV', () => {
  it('can contain delimiters, quotes, and line breaks within quotes', () => {
    const { columns, rows } = read('Id,Name,Note\n1,"Brightwater, Inc.","says ""hi"""\n2,"two\nlines",\n');
    assert.deepEqual(columns, ['Id', 'Name', 'Note']);
    assert.deepEqual(rows, [
      ['1', 'Brightwater, Inc.', 'says "hi"'],
      ['2', 'two\nlines', ''],
    ]);
  });

  for (const [name, text, delimiter] of [
    ['commas', 'a,b,c\n1,2,3\n4,5,6\n', ','],
    ['semicolons around decimal commas', 'Name;Sum\nA;1,50\nB;2,75\n', ';'],
    ['tabs', 'a\tb\n1, 2\t3\n', '\t'],
    ['bars', 'a|b\n1|2\n', '|'],
    ['nothing, in a file of one column', 'Id\n1\n2\n', ','],
  ] as const) {
    it(`is delimited by ${name}`, () => assert.equal(guessDialect(text, true).delimiter, delimiter));
  }

  for (const [name, lineBreak] of [
    ['Windows', '\r\n'],
    ['Unix', '\n'],
    ['old Mac', '\r'],
  ] as const) {
    it(`can have line breaks of ${name}`, () => {
      assert.deepEqual(read(['a,b', '1,2', '3,4', ''].join(lineBreak)).rows, [
        ['1', '2'],
        ['3', '4'],
      ]);
    });
  }

  it('skips empty lines, but not empty cells of a single column', () => {
    assert.deepEqual(read('\na,b\n\n1,2\n\n').rows, [['1', '2']]);
    assert.deepEqual(read('a\n1\n\n3\n').rows, [['1'], [''], ['3']]);
  });

  it('keeps cells beyond the header in unnamed columns', () => {
    const { columns, rows } = read('a\n1,2,3\n4\n');
    assert.deepEqual(
      [columns, rows],
      [
        ['a', '', ''],
        [['1', '2', '3'], ['4']],
      ],
    );
  });

  it('drops an incomplete last row only if the text was cut off', () => {
    assert.deepEqual(read('a,b\n1,2\n3,4', { isWhole: false }).rows, [['1', '2']]);
    assert.deepEqual(read('a,b\n1,2\n3,"4', { isWhole: false }).rows, [['1', '2']]);
    assert.deepEqual(read('a,b\n1,2\n3,4').rows, [
      ['1', '2'],
      ['3', '4'],
    ]);
  });

  it('stops at the requested rows and says that there are more', () => {
    const table = read('a\n1\n2\n3\n', { maxRows: 2 });
    assert.deepEqual([table.rows, table.hasMore], [[['1'], ['2']], true]);
    assert.equal(read('a\n1\n2\n', { maxRows: 2 }).hasMore, false);
  });

  it('has a limited number of columns', () => {
    const { columns, leftOutColumns } = read(
      `${Array.from({ length: MAX_COLUMNS + 3 }, (_, index) => `c${index}`).join(',')}\n`,
    );
    assert.deepEqual([columns.length, leftOutColumns], [MAX_COLUMNS, 3]);
  });

  it("is read the same however it's split", () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '1', ',', '"', '\n', ' ', 'ü', '') });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, cell), { minLength: 1 }),
        fc.integer({ min: 1, max: 7 }),
        (cells, partChars) => {
          const text = ['x,y', ...cells.map((row) => row.map(quoted).join(','))].map((line) => `${line}\n`).join('');
          const table = new RowTable(1000, MAX_COLUMNS);
          const reader = csvReader(table, { delimiter: ',', titleLine: 1 });
          for (let at = 0; at < text.length; at += partChars) {
            reader.push(text.slice(at, at + partChars));
          }
          reader.end(true);
          assert.deepEqual(table.rows, cells);
        },
      ),
    );
  });
});
