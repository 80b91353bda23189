import assert from 'node:assert/strict';
import fc from 'fast-check';
import Papa from 'papaparse';
import { copyText } from '../../../../src/webviews/grid/copyFormats';

const COLUMNS = [
  { title: 'Id', isEndAligned: true },
  { title: 'Name, short', isEndAligned: false },
];
const ROWS = [
  ['1', 'a "quoted" one'],
  ['-2', 'two\nlines\t|'],
];

describe('Copied text', () => {
  it('can be CSV', () =>
    assert.equal(copyText('csv', ROWS, COLUMNS), 'Id,"Name, short"\n1,"a ""quoted"" one"\n-2,"two\nlines\t|"'));
  it('can be TSV', () =>
    assert.equal(copyText('tsv', ROWS, COLUMNS), 'Id\tName, short\n1\t"a ""quoted"" one"\n-2\t"two\nlines\t|"'));
  it('can be a Markdown table, with numbers right-aligned', () =>
    assert.equal(
      copyText('markdown', ROWS, COLUMNS),
      '| Id | Name, short |\n| ---: | --- |\n| 1 | a "quoted" one |\n| -2 | two<br>lines\t\\| |',
    ));
  it('has no titles if none are wanted', () => assert.equal(copyText('tsv', [['7']], undefined), '7'));
  it('shows text in Markdown literally', () =>
    assert.equal(
      copyText('markdown', [['a*b_c`<b>']], [{ title: 'x', isEndAligned: false }]),
      '| x |\n| --- |\n| a\\*b\\_c\\`\\<b\\> |',
    ));
  it('keeps formula-like text unchanged', () =>
    assert.equal(copyText('csv', [['=1+1', '+49 30', '@x', '-5']], undefined), '=1+1,+49 30,@x,-5'));

  for (const [format, delimiter] of [
    ['csv', ','],
    ['tsv', '\t'],
  ] as const) {
    it(`as ${format.toUpperCase()} can be read back unchanged`, () => {
      const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\t', '\n', '\r', ' ', ';', 'é') });
      fc.assert(
        fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1 }), (rows) => {
          const { data } = Papa.parse(copyText(format, [['x', 'y'], ...rows], undefined), { delimiter, newline: '\n' });
          assert.deepEqual(data, [['x', 'y'], ...rows]);
        }),
      );
    });
  }
});
