import assert from 'node:assert/strict';
import fc from 'fast-check';
import Papa from 'papaparse';
import { isCompareError } from '../../../../src/core/compare/compareError';
import type { Comparison, ComparisonResult } from '../../../../src/core/compare/comparison';
import { matchColumns } from '../../../../src/core/compare/matchColumns';
import { DELIMITERS } from '../../../../src/core/tables/csvDialect';
import { compareTexts, listOf } from '../../../support/compareTexts';
import { naiveComparison, type PlainTable } from '../../../support/naiveComparison';
import { readPieces } from '../../../support/readPieces';
import { temporaryFolder } from '../../../support/temporaryFolder';

const SEED = 20_261_129;
const RUNS = 250;
const NAMED = ['Id', 'State', 'Amount', 'Note'];
const LONG = 'long '.repeat(100);
const cell = fc.constantFrom(
  ...['', 'a', 'b', '1', '2', '2.50', 'x y', 'ü', 'say "hi"', '1,5', 'two\nlines', LONG, `${LONG}a`, `${LONG}b`],
);
const memory = fc.constantFrom(3, 7, 1_000_000);

/** A table and a later version of it: rows removed, added, changed, and moved; columns removed, added, and moved. */
function pairs(titles: fc.Arbitrary<readonly string[]>): fc.Arbitrary<readonly [PlainTable, PlainTable]> {
  return titles.chain((columns) => {
    const row = fc.tuple(
      fc.integer({ min: 1, max: 40 }),
      fc.array(cell, { minLength: columns.length - 1, maxLength: columns.length - 1 }),
    );
    const rows = fc.oneof(
      fc.uniqueArray(row, { selector: ([id]) => id, minLength: 2, maxLength: 25 }),
      fc.array(row, { minLength: 2, maxLength: 25 }),
    );
    const edit = fc.record({
      kept: fc.array(fc.boolean(), { minLength: 28, maxLength: 28 }),
      changes: fc.array(fc.tuple(fc.nat(24), fc.nat(10), cell), { maxLength: 8 }),
      extra: fc.array(row, { maxLength: 4 }),
      order: fc.shuffledSubarray(
        columns.map((_, place) => place),
        { minLength: Math.max(2, columns.length - 1) },
      ),
      isReversed: fc.boolean(),
      hasNew: fc.boolean(),
      copies: fc.constantFrom(0, 0, 1, 3),
    });
    return fc.tuple(rows, edit).map(([cells, { kept, changes, extra, order, isReversed, hasNew, copies }]) => {
      const [first] = cells;
      const repeated = first === undefined ? [] : Array.from({ length: copies }, () => first);
      const plain = [...cells, ...repeated].map(([id, others]) => [`k${id}`, ...others]);
      const edited = [
        ...plain.filter((_, index) => kept[index]),
        ...extra.map(([id, others]) => [`k${id}`, ...others]),
      ];
      const rowsAfter = (isReversed ? edited.reverse() : edited).map((row) => [...row]);
      for (const [index, place, text] of changes) {
        const changed = rowsAfter[index];
        if (changed !== undefined && place > 0 && place < columns.length) {
          changed[place] = text;
        }
      }
      const named = (row: readonly string[], extraCell: string): string[] => [
        ...order.map((place) => row[place] ?? ''),
        ...(hasNew ? [extraCell] : []),
      ];
      return [
        { columns, rows: plain },
        { columns: named(columns, 'New'), rows: rowsAfter.map((row, index) => named(row, `n${index}`)) },
      ] as const;
    });
  });
}

const uniqueTitles = fc.constant(NAMED);
const anyTitles = fc
  .array(fc.constantFrom('State', 'Amount', 'Note', 'State', 'State (2)', 'Column 3', '', ' '), {
    minLength: 1,
    maxLength: 6,
  })
  .map((others) => ['Id', ...others]);

describe('The comparison of two results, beside a naive one of tables in memory', () => {
  const folder = temporaryFolder();
  let cases = 0;
  const keys = { columns: 0, rows: 0, refused: 0, same: 0 };

  after(() => console.log(`      ${cases} comparisons, 0 differences (${JSON.stringify(keys)})`));

  async function agree(result: ComparisonResult, before: PlainTable, after: PlainTable): Promise<void> {
    cases++;
    if (result === 'same') {
      keys.same++;
      assert.deepEqual(before, after);
      return;
    }
    keys[result.key.kind]++;
    const { isKeyUnique, changesByColumn, ...naive } = naiveComparison(before, after, result.key);
    assert.ok(isKeyUnique, `${JSON.stringify(result.key)} names each row`);
    const { columns, unchanged, added, removed, changed } = result;
    assert.deepEqual({ columns, unchanged, added, removed, changed }, naive);
    assert.deepEqual(
      Object.fromEntries(result.changedColumns.map(({ column, rows }) => [column, rows])),
      changesByColumn,
    );
    assert.deepEqual([result.before.rows, result.after.rows], [before.rows.length, after.rows.length]);
    checkSamples(result);
    await checkList(result, before, after);
  }

  /** Without the listed rows, both tables are the same. */
  async function checkList(result: Comparison, before: PlainTable, after: PlainTable): Promise<void> {
    const list = await listOf(result);
    const labels = result.differences?.columns.map(({ label }) => label) ?? [];
    assert.deepEqual(labels, result.columns.common);
    const pairs = matchColumns(before.columns, after.columns, 'Column {0}').common.filter(({ label }) =>
      labels.includes(label),
    );
    const rowsOf = ({ rows }: PlainTable, side: 'before' | 'after'): string[] =>
      rows.map((row) => JSON.stringify(pairs.map((pair) => row[pair[side]] ?? '')));
    const without = (rows: string[], listed: readonly (readonly string[] | undefined)[]): readonly string[] => {
      for (const cells of listed) {
        const at = cells === undefined ? -1 : rows.indexOf(JSON.stringify(cells));
        assert.equal(at < 0, cells === undefined, `${JSON.stringify(cells)} is in the table`);
        rows.splice(at, at < 0 ? 0 : 1);
      }
      return rows.sort();
    };
    assert.deepEqual(
      without(
        rowsOf(before, 'before'),
        list.map((row) => row.before),
      ),
      without(
        rowsOf(after, 'after'),
        list.map((row) => row.after),
      ),
    );
    const countOf = (kind: string): number => list.filter((row) => row.kind === kind).length;
    assert.deepEqual(
      [countOf('added'), countOf('removed'), countOf('changed')],
      [result.added, result.removed, result.changed],
    );
    assert.ok(list.every(({ kind, changed }) => (kind === 'changed') === changed.length > 0));
    assert.ok(
      list.every((row) => row.changed.every((place) => row.before?.[place] !== row.after?.[place])),
      'marked cells differ',
    );
  }

  function checkSamples({ samples, added, removed, changed }: Comparison): void {
    assert.deepEqual(
      [samples.added.length, samples.changed.length],
      [added, changed].map((count) => Math.min(10, count)),
    );
    assert.ok(samples.removed.length <= removed && (removed === 0 || samples.removed.length > 0));
    for (const { cells } of samples.changed) {
      assert.ok(cells.length > 0 && cells.every((shown) => shown.before !== shown.after));
    }
  }

  it('counts the same for CSV, whatever its titles are, part by part or at once', async () => {
    const dialects = fc.record({ delimiter: fc.constantFrom(...DELIMITERS), newline: fc.constantFrom('\n', '\r\n') });
    await fc.assert(
      fc.asyncProperty(pairs(anyTitles), dialects, memory, async ([before, after], dialect, rowsInMemory) => {
        const text = ({ columns, rows }: PlainTable): string => Papa.unparse([columns, ...rows] as string[][], dialect);
        const compared = compareTexts(folder, {
          before: text(before),
          after: text(after),
          choice: { delimiter: dialect.delimiter, titleLine: 1 },
          rowsInMemory,
          withList: true,
        });
        if (before.columns.some((title) => title.trim() !== '' && after.columns.includes(title))) {
          await agree(await compared, before, after);
          return;
        }
        await assert.rejects(compared, { kind: 'noCommonColumns' });
        keys.refused++;
        cases++;
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });

  it('counts the same if the delimiter changes and must be detected, and rows end in empty cells', async () => {
    const dialect = fc.record({
      delimiter: fc.constantFrom(...DELIMITERS),
      newline: fc.constantFrom('\n', '\r\n'),
      mark: fc.constantFrom('', '\ufeff'),
      padding: fc.nat(3),
    });
    await fc.assert(
      fc.asyncProperty(pairs(uniqueTitles), dialect, dialect, memory, async ([before, after], first, second, rows) => {
        fc.pre(after.rows.length > 1);
        const text = (table: PlainTable, { mark, padding, ...written }: typeof first): string =>
          mark + Papa.unparse(padded(table, padding), written);
        const result = await compareTexts(folder, {
          before: text(before, first),
          after: text(after, second),
          rowsInMemory: rows,
          withList: true,
        });
        await agree(result, before, after);
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });

  it('counts the same for more than a thousand columns, in any order', async () => {
    const width = fc.integer({ min: 1_001, max: 1_300 });
    await fc.assert(
      fc.asyncProperty(width, fc.nat(), fc.constantFrom('csv', 'json', 'xml'), async (columns, shift, format) => {
        const [before, after] = widePair(columns, shift);
        await agree(
          await compareTexts(folder, {
            before: written(before, format),
            after: written(after, format),
            extension: format,
            choice: { delimiter: ',', titleLine: 1 },
            withList: true,
          }),
          before,
          after,
        );
      }),
      { seed: SEED, numRuns: 20 },
    );
  });

  it('counts the same for JSON, JSON Lines, and XML, also against each other', async () => {
    const formats = fc.constantFrom('json', 'ndjson', 'xml', 'csv');
    await fc.assert(
      fc.asyncProperty(pairs(uniqueTitles), formats, formats, async ([before, after], first, second) => {
        fc.pre([first, second].every((format) => format !== 'xml') || !JSON.stringify([before, after]).includes(' '));
        fc.pre(after.rows.length > 1);
        const result = await compareTexts(folder, {
          before: written(before, first),
          after: written(after, second),
          extension: [first, second],
          choice: { delimiter: ',', titleLine: 1 },
          withList: true,
        });
        if (first === second || result !== 'same') {
          await agree(result, before, after);
        }
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });

  it('counts the rows that the reader reads in damaged files, or refuses to count', async () => {
    const damage = fc.array(fc.tuple(fc.nat(), fc.constantFrom('"', ',', '\n', '\0', '\\', '{', '')), { maxLength: 4 });
    const formats = fc.constantFrom('csv', 'ndjson', 'json');
    await fc.assert(
      fc.asyncProperty(
        pairs(uniqueTitles),
        damage,
        formats,
        memory,
        async ([before, after], hits, format, rowsInMemory) => {
          let text = written(after, format);
          for (const [place, inserted] of hits) {
            const at = place % (text.length + 1);
            text = inserted === '' ? text.slice(0, at) : text.slice(0, at) + inserted + text.slice(at);
          }
          const choice = { delimiter: ',', titleLine: 1 };
          const texts = {
            before: written(before, format),
            after: text,
            extension: format,
            choice,
            rowsInMemory,
            withList: true,
          };
          const read = (content: string): PlainTable & { readonly damage: unknown } =>
            readPieces(Buffer.from(content), { name: `a.${format}`, choice });
          let result: ComparisonResult;
          try {
            result = await compareTexts(folder, texts);
          } catch (error) {
            assert.ok(isCompareError(error), String(error));
            assert.ok(isIncomparable(read, texts.before, text), `${error.kind} for\n${text}`);
            keys.refused++;
            cases++;
            return;
          }
          if (result !== 'same') {
            await agree(result, read(texts.before), read(text));
          }
        },
      ),
      { seed: SEED, numRuns: RUNS },
    );
  });
});

/** Spreadsheets pad each row with empty cells. */
function padded({ columns, rows }: PlainTable, count: number): string[][] {
  return [columns, ...rows].map((row) => [...row, ...Array.from({ length: count }, () => '')]);
}

/** Two tables of many columns, the later one with other columns first and some of its cells changed. */
function widePair(count: number, shift: number): readonly [PlainTable, PlainTable] {
  const columns = ['Id', ...Array.from({ length: count - 1 }, (_, index) => `C${index}`)];
  const rows = Array.from({ length: 4 }, (_, row) => columns.map((_title, place) => `r${row}c${place % 7}`));
  rows.forEach((row, index) => (row[0] = `k${index}`));
  const turned = <T>(cells: readonly T[]): T[] => [...cells.slice(shift % count), ...cells.slice(0, shift % count)];
  const changed = rows.slice(1).map((row, index) => row.map((cell, place) => (place === 900 + index ? 'new' : cell)));
  return [
    { columns, rows },
    { columns: turned(columns), rows: changed.map(turned) },
  ];
}

/** Whether a reader that keeps all rows finds a file damaged, or no title of one file in the other. */
function isIncomparable(
  read: (content: string) => PlainTable & { readonly damage: unknown },
  before: string,
  after: string,
): boolean {
  try {
    const [old, now] = [read(before), read(after)];
    const isShared = old.columns.some((title) => title.trim() !== '' && now.columns.includes(title));
    return old.damage !== undefined || now.damage !== undefined || !isShared;
  } catch {
    return true;
  }
}

function written({ columns, rows }: PlainTable, format: string): string {
  const records = rows.map((row) => Object.fromEntries(columns.map((title, place) => [title, row[place] ?? ''])));
  switch (format) {
    case 'json':
      return JSON.stringify({ Records: records });
    case 'ndjson':
      return records.map((record) => `${JSON.stringify(record)}\n`).join('');
    case 'xml': {
      const escaped = (text: string): string => text.replace(/[&<>]/g, (char) => `&#${char.charCodeAt(0)};`);
      const fields = (record: Readonly<Record<string, string>>): string =>
        Object.entries(record)
          .map(([name, value]) => `<${name}>${escaped(value)}</${name}>`)
          .join('');
      return `<R><Records>${records.map((record) => `<Record>${fields(record)}</Record>`).join('')}</Records></R>`;
    }
    default:
      return Papa.unparse([columns, ...rows] as string[][], { newline: '\n' });
  }
}
