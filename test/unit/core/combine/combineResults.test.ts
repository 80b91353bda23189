import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { asyncBufferFromFile, parquetReadObjects, parquetSchema, parquetMetadataAsync } from 'hyparquet';
import type { CombineSource } from '../../../../src/core/combine/combinedTable';
import { type CombineOptions, combineResults } from '../../../../src/core/combine/combineResults';
import { temporaryFolder } from '../../../support/temporaryFolder';

const OCTOBER = '2026-10';
/** Nothing that a thread can start from. So results are combined here. */
const NO_THREAD = 'none';

describe('Results combined into one table', () => {
  const folder = temporaryFolder();

  function aSource(name: string, text: string, change: Partial<CombineSource> = {}): CombineSource {
    const file = path.join(folder.path(), name);
    writeFileSync(file, text);
    return { path: file, client: 'Acme', period: OCTOBER, lastDay: '', currency: '', madeAtMs: 1, ...change };
  }

  const combine = (sources: readonly CombineSource[], change: Partial<CombineOptions> = {}) =>
    combineResults({
      sources,
      folder: folder.path(),
      name: 'Actions combined',
      format: 'CSV',
      key: [],
      thread: NO_THREAD,
      signal: new AbortController().signal,
      ...change,
    });
  const linesOf = (file: string): string[] => readFileSync(file, 'utf8').trimEnd().split('\n');

  it('have the titles of all, and the client and the period in front', async () => {
    const table = await combine([
      aSource('a.csv', 'Action_Id,Status\n1,APPROVED\n'),
      aSource('b.json', '{"Records":[{"Status":"a, \\"b\\"","Payout":"1.50"}]}', { client: 'Bolt, Inc.', period: '' }),
      aSource('c.csv', 'Payout,Action_Id\n2,3\n4,5\n'),
    ]);
    assert.equal(path.basename(table.path), 'Actions combined.csv');
    assert.deepEqual(linesOf(table.path), [
      'Client,Period,Action_Id,Status,Payout',
      'Acme,2026-10,1,APPROVED,',
      '"Bolt, Inc.",,,"a, ""b""",1.50',
      'Acme,2026-10,3,,2',
      'Acme,2026-10,5,,4',
    ]);
    assert.deepEqual([table.rows, table.replacedRows, table.sourceRows], [4, 0, [1, 1, 2]]);
    assert.equal(table.bytes, readFileSync(table.path).length);
    assert.deepEqual(readdirSync(folder.path()).sort(), ['Actions combined.csv', 'a.csv', 'b.json', 'c.csv']);
  });

  it('lack a result that is a link, a folder, or gone, and no other', async () => {
    const good = aSource('a.csv', 'Id\n1\n');
    mkdirSync(path.join(folder.path(), 'folder.csv'));
    symlinkSync(good.path, path.join(folder.path(), 'link.csv'));
    const others = ['folder.csv', 'link.csv', 'gone.csv'].map((name) => ({
      ...good,
      path: path.join(folder.path(), name),
    }));
    const table = await combine([good, ...others], { key: [' Id '] });
    assert.deepEqual([table.rows, table.sourceRows], [1, [1, undefined, undefined, undefined]]);
    assert.deepEqual(
      table.unreadable,
      others.map(({ path: file }) => file),
    );
  });

  it('replace what a killed process has left of the table', async () => {
    const token = 'a-token';
    const left = path.join(folder.path(), `.${token}.tmp`);
    symlinkSync(path.join(folder.path(), 'elsewhere'), left);
    const table = await combine([aSource('a.csv', 'Id\n1\n')], { token });
    assert.deepEqual(linesOf(table.path), ['Client,Period,Id', 'Acme,2026-10,1']);
    assert.deepEqual(readdirSync(folder.path()).sort(), ['Actions combined.csv', 'a.csv']);
  });

  it('keep titles that repeat, and their own titles beside ours', async () => {
    const { path: file } = await combine([aSource('a.csv', 'Client,Oid,Oid\nx,1,2\n')]);
    assert.deepEqual(linesOf(file), ['Client 2,Period,Client,Oid,Oid (2)', 'Acme,2026-10,x,1,2']);
  });

  it('have a column for the currency if the clients have several, and say so', async () => {
    const [dollars, euros, unknown] = [
      aSource('a.csv', 'Payout\n1\n', { currency: 'USD' }),
      aSource('b.csv', 'Payout\n2\n', { client: 'Bolt', currency: 'EUR' }),
      aSource('c.csv', 'Payout\n3\n', { client: 'Cart' }),
    ];
    const table = await combine([dollars, euros, unknown]);
    assert.deepEqual(linesOf(table.path), [
      'Client,Period,Currency,Payout',
      'Acme,2026-10,USD,1',
      'Bolt,2026-10,EUR,2',
      'Cart,2026-10,,3',
    ]);
    assert.deepEqual(table.met, { currencies: ['EUR', 'USD'], column: 'Currency' });
    const alone = await combine([dollars, { ...euros, currency: 'USD' }, unknown], { name: 'alone' });
    assert.equal(linesOf(alone.path)[0], 'Client,Period,Payout');
    assert.equal(alone.met, undefined);
  });

  it('leave the currency to the results if all of them have its column', async () => {
    const dollars = aSource('a.csv', 'Payout,Currency\n1,USD\n', { currency: 'USD' });
    const euros = aSource('b.csv', 'Currency,Payout\nEUR,2\n', { currency: 'EUR' });
    const own = await combine([dollars, euros]);
    assert.deepEqual(linesOf(own.path), ['Client,Period,Payout,Currency', 'Acme,2026-10,1,USD', 'Acme,2026-10,2,EUR']);
    assert.deepEqual(own.met, { currencies: ['EUR', 'USD'], column: 'Currency' });
    const some = await combine([dollars, aSource('c.csv', 'Payout\n3\n', { currency: 'EUR' })], { name: 'some' });
    assert.deepEqual(linesOf(some.path), [
      'Client,Period,Currency 2,Payout,Currency',
      'Acme,2026-10,USD,1,USD',
      'Acme,2026-10,EUR,3,',
    ]);
    assert.equal(some.met?.column, 'Currency 2');
  });

  it('take the row of later days if two results of a run have the same key', async () => {
    const late = aSource('b.csv', 'Id,Status\n1,LATE\n', { lastDay: '2026-10-31' });
    const early = aSource('a.csv', 'Id,Status\n1,EARLY\n', { lastDay: '2026-09-30' });
    const newer = aSource('c.csv', 'Id,Status\n1,NEW\n', { lastDay: '2026-08-31', madeAtMs: 2 });
    for (const [sources, wanted] of [
      [[late, early], 'LATE'],
      [[early, late], 'LATE'],
      [[newer, late, early], 'NEW'],
    ] as const) {
      const table = await combine(sources, { key: ['Id'], name: `of ${sources.length} ${sources[0].lastDay}` });
      assert.deepEqual(linesOf(table.path).slice(1), [`Acme,2026-10,1,${wanted}`]);
    }
  });

  it('keep apart a title that looks like a repetition, and the repetition', async () => {
    const { path: file } = await combine([
      aSource('a.csv', 'Oid,Oid,Oid (2)\n1,2,3\n'),
      aSource('b.csv', 'Oid (2),Oid\n4,5\n'),
    ]);
    assert.deepEqual(linesOf(file), [
      'Client,Period,Oid,Oid (2),Oid (2) (2)',
      'Acme,2026-10,1,2,3',
      'Acme,2026-10,5,,4',
    ]);
  });

  it('keep IDs and codes as they are written, even if all look like numbers or truth values', async () => {
    const { path: file, mixed } = await combine([
      aSource('a.csv', 'SKU,Promo Code,Ad Id\n12E3,YES,7.10\n'),
      aSource('b.csv', 'SKU,Promo Code,Ad Id\nA-7,,8\n'),
    ]);
    assert.deepEqual(linesOf(file).slice(1), ['Acme,2026-10,12E3,YES,7.10', 'Acme,2026-10,A-7,,8']);
    assert.deepEqual(mixed, []);
  });

  it('keep all rows of a result that lacks a column of the key', async () => {
    const { rows, replacedRows } = await combine(
      [
        aSource('a.csv', 'Action_Id,SKU,Amount\n1,a,10\n1,b,20\n1,a,11\n'),
        aSource('b.csv', 'Action_Id,Amount\n1,30\n1,40\n'),
      ],
      { key: ['Action_Id', 'SKU'] },
    );
    assert.deepEqual([rows, replacedRows], [4, 1]);
  });

  it('have the newest row of each key, and all rows without one', async () => {
    const table = await combine(
      [
        aSource('new.csv', 'Id,Amount\n1,10\n2,20\n,7\n', { madeAtMs: 9 }),
        aSource('old.csv', 'Id,Amount\n1,11\n3,30\n,7\n,7\n', { madeAtMs: 5 }),
        aSource('other.csv', 'Id,Amount\n1,12\n1,13\n', { madeAtMs: 1, client: 'Bolt' }),
      ],
      { key: ['Id'] },
    );
    assert.deepEqual(
      linesOf(table.path).slice(1),
      ['1,10', '2,20', ',7', '3,30', ',7', ',7'].map((row) => `Acme,2026-10,${row}`).concat('Bolt,2026-10,1,13'),
    );
    assert.equal(table.replacedRows, 2);
  });

  it('say which column of the key no result has, and leave nothing behind', async () => {
    const source = aSource('a.csv', 'Action_Id\n1\n');
    await assert.rejects(combine([source], { key: ['ActionId'] }), {
      kind: 'unknownKey',
      subject: 'ActionId',
      suggestion: 'Action_Id',
    });
    assert.deepEqual(readdirSync(folder.path()), ['a.csv']);
  });

  it('leave out a result that is no table, and name it', async () => {
    const bad = aSource('bad.zip', 'PK\u0003\u0004');
    const table = await combine([bad, aSource('a.csv', 'Id\n1\n'), aSource('empty.csv', '')]);
    assert.deepEqual([table.rows, table.sourceRows], [1, [undefined, 1, 0]]);
    assert.deepEqual(table.unreadable, [bad.path]);
    await assert.rejects(combine([bad]), { kind: 'noTable' });
  });

  it('say where a column holds numbers in one result and text in another', async () => {
    const table = await combine([aSource('a.csv', 'Payout\n1.5\n'), aSource('b.csv', 'Payout\nsoon\n')]);
    assert.deepEqual(table.mixed, [{ title: 'Payout', types: ['decimal', 'text'], files: ['a.csv', 'b.csv'] }]);
    const same = await combine([aSource('c.csv', 'Payout\n1.5\n'), aSource('d.csv', 'Payout\n2\n')]);
    assert.deepEqual([same.mixed, same.columns.at(-1)], [[], { title: 'Payout', type: 'decimal' }]);
  });

  it('write numbers of different notations alike, and leave others as they are', async () => {
    const { path: file } = await combine([
      aSource('a.csv', 'Amount;Code\n1.234,50;007\n'),
      aSource('b.csv', 'Amount,Code\n"2,000.25",008\n3.10,009\n'),
    ]);
    assert.deepEqual(linesOf(file).slice(1), [
      'Acme,2026-10,1234.5,007',
      'Acme,2026-10,2000.25,008',
      'Acme,2026-10,3.10,009',
    ]);
  });

  const TYPED =
    'Action_Id,Count,Payout,Is_New,Day,Action_Date,Note\n' +
    '000123,7,1.50,true,2026-10-05,2026-10-05T12:00:00-05:00,x\n,,,,,,\n';

  it('become objects with typed values in NDJSON', async () => {
    const { path: file } = await combine([aSource('a.csv', TYPED)], { format: 'NDJSON' });
    assert.equal(path.extname(file), '.ndjson');
    assert.equal(
      linesOf(file)[0],
      '{"Client":"Acme","Period":"2026-10","Action_Id":"000123","Count":7,"Payout":1.50,"Is_New":true,"Day":"2026-10-05",' +
        '"Action_Date":"2026-10-05T12:00:00-05:00","Note":"x"}',
    );
    assert.deepEqual(new Set(Object.values(JSON.parse(linesOf(file)[1] ?? '') as object).slice(2)), new Set([null]));
  });

  it('become typed columns in Parquet', async () => {
    const { path: file } = await combine([aSource('a.csv', TYPED), aSource('b.csv', 'Count\n8\n')], {
      format: 'Parquet',
    });
    const buffer = await asyncBufferFromFile(file);
    const schema = parquetSchema(await parquetMetadataAsync(buffer));
    assert.deepEqual(
      schema.children.map(({ element: { name, type, converted_type: converted } }) => [name, type, converted]),
      [
        ['Client', 'BYTE_ARRAY', 'UTF8'],
        ['Period', 'BYTE_ARRAY', 'UTF8'],
        ['Action_Id', 'BYTE_ARRAY', 'UTF8'],
        ['Count', 'INT64', undefined],
        ['Payout', 'DOUBLE', undefined],
        ['Is_New', 'BOOLEAN', undefined],
        ['Day', 'INT32', 'DATE'],
        ['Action_Date', 'INT64', 'TIMESTAMP_MILLIS'],
        ['Note', 'BYTE_ARRAY', 'UTF8'],
      ],
    );
    const rows = await parquetReadObjects({ file: buffer });
    assert.deepEqual(rows[0], {
      Client: 'Acme',
      Period: OCTOBER,
      Action_Id: '000123',
      Count: 7n,
      Payout: 1.5,
      Is_New: true,
      Day: new Date('2026-10-05'),
      Action_Date: new Date('2026-10-05T17:00:00Z'),
      Note: 'x',
    });
    assert.deepEqual(
      rows.map((row) => row['Count'] as unknown),
      [7n, null, 8n],
    );
  });

  it('have every row in Parquet, whatever the number of row groups', async () => {
    const text = `Id,Name\n${Array.from({ length: 25_000 }, (_, index) => `${index},n${index}\n`).join('')}`;
    const { path: file, rows } = await combine([aSource('a.csv', text)], { format: 'Parquet' });
    const buffer = await asyncBufferFromFile(file);
    assert.ok((await parquetMetadataAsync(buffer)).row_groups.length > 1);
    const read = await parquetReadObjects({ file: buffer, columns: ['Name'] });
    assert.deepEqual([rows, read.length, read[24_999]], [25_000, 25_000, { Name: 'n24999' }]);
  });

  it('replace the table of the last run, and no other file', async () => {
    const source = aSource('a.csv', 'Id\n1\n');
    writeFileSync(path.join(folder.path(), 'Actions combined.csv'), 'mine');
    const first = await combine([source]);
    assert.equal(path.basename(first.path), 'Actions combined (2).csv');
    const again = await combine([source, aSource('b.csv', 'Id\n2\n')], { replaces: 'Actions combined (2).csv' });
    assert.equal(path.basename(again.path), 'Actions combined (2).csv');
    assert.deepEqual(linesOf(again.path).length, 3);
    assert.equal(readFileSync(path.join(folder.path(), 'Actions combined.csv'), 'utf8'), 'mine');
  });

  it('stop when they are asked to, and leave nothing behind', async () => {
    const source = aSource('a.csv', 'Id\n1\n');
    await assert.rejects(combine([source], { signal: AbortSignal.abort(new Error('stopped')) }), /stopped/);
    assert.deepEqual(readdirSync(folder.path()), ['a.csv']);
  });
});
