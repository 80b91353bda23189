import assert from 'node:assert/strict';
import fc from 'fast-check';
import { countRows, readTable } from '../../../../src/core/tables/readTable';
import { temporaryFolder } from '../../../support/temporaryFolder';

describe('The rows of a file', () => {
  const folder = temporaryFolder();

  const files: [what: string, name: string, content: string, rows: number | undefined][] = [
    ['a CSV, less its header', 'a.csv', 'a,b\n1,2\n3,4\n', 2],
    ['a CSV without a line break at the end', 'a.csv', 'a,b\n1,2', 1],
    ['a CSV with a byte order mark and Windows line breaks', 'a.csv', '\ufeff"a",b\r\n1,2\r\n', 1],
    ['a CSV with line breaks and quotes in its values', 'a.csv', 'a,b\n"1\n2","say ""hi""\n"\n3,"x"\n', 2],
    ['a CSV with a quote inside a value', 'a.csv', 'a,b\n5" disc,1\n6" disc,2\n', 2],
    ['a CSV with lines that are empty', 'a.csv', 'a,b\n\n1,2\n\n', 1],
    ['an empty CSV', 'a.csv', '', 0],
    ['a CSV of a header alone', 'a.csv', 'a,b\n', 0],
    ['JSON in a list', 'a.json', '{"Records":[{"a":"1"},{"a":"}],{"}]}', 2],
    ['JSON without records', 'a.json', '{"Records":[]}', 0],
    ['JSON lines', 'a.ndjson', '{"a":1}\n{"a":2}\n', 2],
    ['XML', 'a.xml', '<R><Records><Record><a>1</a></Record><Record><a>2</a></Record></Records></R>', 2],
    ['broken XML, of which nothing can be said', 'a.xml', '<R><Records><Record><a>1</b></Record>', undefined],
    ['a zip, of which nothing can be said', 'a.zip', 'PK\x03\x04', undefined],
  ];
  for (const [what, name, content, rows] of files) {
    it(`are counted in ${what}`, async () => {
      assert.equal(await countRows(folder.write(name, content)), rows);
    });
  }

  it('are as many as are read, whatever a CSV contains', async () => {
    const cell = fc.stringMatching(/^[a-z",;\n\r |]{0,8}$/);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell), { maxLength: 20 }), async (rows) => {
        const quoted = rows.map((cells) => `x,${cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(',')}`);
        const file = folder.write('random.csv', `h,a,b\n${quoted.map((line) => `${line}\n`).join('')}`);
        let read = 0;
        for await (const batch of readTable(file)) {
          read += batch.rows.length;
        }
        assert.deepEqual([await countRows(file), read], [rows.length, rows.length]);
      }),
      { numRuns: 60 },
    );
  });

  it('are no longer counted after an abort', async () => {
    const file = folder.write('a.csv', 'a\n1\n');
    await assert.rejects(countRows(file, { signal: AbortSignal.abort(new Error('enough')) }), /enough/);
  });
});
