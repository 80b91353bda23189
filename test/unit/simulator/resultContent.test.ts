import * as assert from 'node:assert/strict';
import { RESULT_FORMATS } from '../../../src/simulator/jobScript';
import type { ResultFormat } from '../../../src/simulator/jobScript';
import { COLUMN_SETS } from '../../../src/simulator/reportColumns';
import type { ColumnSetName } from '../../../src/simulator/reportColumns';
import { generateContent } from '../../../src/simulator/resultContent';
import { ROW_FORMATS } from '../../../src/simulator/rowFormat';
import { POOL_ROWS } from '../../../src/simulator/rowPool';
import { aCompletedJob, FIRST_ID, SECOND_ID, simulatorsForTest } from './support/simulators';

function content(
  size: { rows: number } | { bytes: number },
  format: ResultFormat = 'CSV',
  columns: ColumnSetName = 'actions',
  options: { seed?: number; revision?: number } = {},
) {
  return generateContent(size, {
    columnSet: COLUMN_SETS[columns],
    format: ROW_FORMATS[format],
    seed: 1,
    revision: 0,
    fromMs: Date.UTC(2026, 10, 1),
    toMs: Date.UTC(2026, 10, 20),
    ...options,
  });
}

function textOf(...args: Parameters<typeof content>): string {
  const generated = content(...args);
  return generated.read(0, generated.lengthBytes).toString();
}

/** The records of a CSV text, quotes and line breaks within them respected. */
function parseCsv(text: string): string[][] {
  const records: string[][] = [[]];
  for (const [, quoted, plain = '', separator] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/g)) {
    records.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain);
    if (separator === '\n') {
      records.push([]);
    }
  }
  return records.slice(0, -1);
}

describe('The content of a simulated result', () => {
  for (const columns of Object.keys(COLUMN_SETS) as ColumnSetName[]) {
    it(`contains as many records as it says, in every format (${columns})`, () => {
      const rows = 300;
      const [header, ...records] = parseCsv(textOf({ rows }, 'CSV', columns));
      const { Records } = JSON.parse(textOf({ rows }, 'JSON', columns)) as { Records: Record<string, string>[] };
      const xml = textOf({ rows }, 'XML', columns);
      assert.equal(records.length, rows);
      assert.ok(records.every((record) => record.length === header?.length));
      assert.deepEqual(
        Records.map((record) => Object.values(record).slice(0, -1)),
        records.map((record) => record.slice(0, -1)),
      );
      assert.deepEqual(Object.keys(Records[0] ?? {}), header);
      assert.equal(xml.match(/<Record>.*?<\/Record>/gs)?.length, rows);
      assert.equal(new Set(records.map(([key]) => key)).size, rows);
    });
  }

  it('is the same for the same seed and different for another', () => {
    assert.equal(textOf({ rows: 50 }), textOf({ rows: 50 }));
    assert.notEqual(textOf({ rows: 50 }), textOf({ rows: 50 }, 'CSV', 'actions', { seed: 2 }));
  });

  it('is realistic: quotes, commas, umlauts, other scripts, empty fields, and a line break', () => {
    assert.match(textOf({ rows: 200 }), /"Smith ""Sons"" & Daughters"/);
    assert.match(textOf({ rows: 200 }), /"Brightwater Home, Inc\."/);
    assert.match(textOf({ rows: 200 }), /Müller & Söhne.*株式会社サンプル/s);
    assert.match(textOf({ rows: 200 }), /,,/);
    assert.match(textOf({ rows: 200 }, 'CSV', 'ads'), /"Free delivery\nfrom 50 EUR"/);
  });

  it('has exactly the requested number of bytes', () => {
    for (const format of RESULT_FORMATS) {
      for (const bytes of [0, 1, 10, 100, 500, 1_000, 4_096, 65_536, 100_003]) {
        const generated = content({ bytes }, format);
        assert.equal(generated.lengthBytes, bytes);
        assert.equal(generated.read(0, bytes).length, bytes);
      }
      const generated = content({ bytes: 50_001 }, format);
      const text = generated.read(0, generated.lengthBytes).toString();
      const found = {
        CSV: () => parseCsv(text).length - 1,
        JSON: () => (JSON.parse(text) as { Records: unknown[] }).Records.length,
        XML: () => text.match(/<Record>/g)?.length,
      };
      assert.equal(found[format](), generated.rows);
    }
  });

  it('is well-formed without rows', () => {
    assert.deepEqual(parseCsv(textOf({ rows: 0 })).length, 1);
    assert.deepEqual(JSON.parse(textOf({ rows: 0 }, 'JSON')), { Records: [] });
  });

  it('can be read from any position', () => {
    for (const format of RESULT_FORMATS) {
      const generated = content({ bytes: 700_001 }, format);
      const whole = generated.read(0, generated.lengthBytes);
      const { length } = whole;
      for (const [start, end] of [
        [0, 1],
        [0, 500],
        [137, 138],
        [300, 90_000],
        [123_456, 523_457],
        [length - 1, length],
        [length - 900, length],
        [length, length],
        [0, length],
      ] as const) {
        // A fresh one, so that nothing was made before.
        assert.ok(
          content({ bytes: 700_001 }, format).read(start, end).equals(whole.subarray(start, end)),
          `${format} ${start}-${end}`,
        );
      }
    }
  });

  it('has no two equal rows, however long it is', () => {
    const generated = content({ rows: 3 * POOL_ROWS });
    const lines = generated.read(0, generated.lengthBytes).toString().trimEnd().split('\n');
    assert.equal(new Set(lines).size, lines.length);
  });

  it('is served from the end of two gibibytes without generating the beginning', () => {
    const generated = content({ bytes: 2 * 1024 ** 3 });
    const startedAtMs = performance.now();
    const tail = generated.read(generated.lengthBytes - 1_000, generated.lengthBytes).toString();
    assert.ok(performance.now() - startedAtMs < 2_000);
    assert.ok(tail.endsWith('\n'));
    assert.match(tail, new RegExp(`\n1${String(generated.rows - 1).padStart(9, '0')},`));
  });
});

describe('What the simulator expects of a download', () => {
  const start = simulatorsForTest();

  it("is the script's own bytes if it contains some", async () => {
    const simulator = await start([
      aCompletedJob({ id: FIRST_ID, result: { content: Buffer.from([0, 255, 10]), fileName: 'x.zip' } }),
      aCompletedJob({ id: SECOND_ID, result: { content: 'ä' } }),
    ]);
    assert.deepEqual(
      [simulator.resultOf(FIRST_ID)?.read(0, 3), simulator.resultOf(FIRST_ID)?.fileName],
      [Buffer.from([0, 255, 10]), 'x.zip'],
    );
    assert.equal(simulator.resultOf(SECOND_ID)?.lengthBytes, 2);
  });

  it('is known before the job ends, and unknown if there will be no file', async () => {
    const simulator = await start([{ id: FIRST_ID, result: { bytes: 1_000 } }, { id: SECOND_ID }]);
    assert.equal(simulator.resultOf(FIRST_ID)?.lengthBytes, 1_000);
    assert.equal(simulator.resultOf(SECOND_ID), undefined);
  });

  it('is an opaque ETag if the file is too large for a quick checksum', async () => {
    const simulator = await start([aCompletedJob({ id: FIRST_ID, result: { bytes: 4 * 1024 ** 2 + 1 } })]);
    assert.match(simulator.resultOf(FIRST_ID)?.etag ?? '', /^"[0-9a-f]{32}-1"$/);
  });
});
