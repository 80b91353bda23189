import assert from 'node:assert/strict';
import type { CompareError } from '../../../../src/core/compare/compareError';
import type { Comparison } from '../../../../src/core/compare/comparison';
import { compareRowsOf, compareTexts } from '../../../support/compareTexts';
import { temporaryFolder } from '../../../support/temporaryFolder';

describe('A comparison of two results', () => {
  const folder = temporaryFolder();
  const compare = (before: string, after: string, extension = 'csv', rowsInMemory?: number): Promise<Comparison> =>
    compareRowsOf(folder, { before, after, extension, rowsInMemory });
  const counts = ({ unchanged, changed, added, removed }: Comparison) => ({ unchanged, changed, added, removed });

  const BEFORE =
    'Action_Id,Date,Status,Payout\n1,2026-10-01,PENDING,1.50\n2,2026-10-01,PENDING,2.50\n3,2026-10-02,APPROVED,3.50\n4,2026-10-02,APPROVED,4.50\n';
  const AFTER =
    'Action_Id,Date,Status,Payout\n5,2026-10-03,PENDING,5.50\n4,2026-10-02,APPROVED,4.50\n2,2026-10-01,APPROVED,2.50\n1,2026-10-01,REVERSED,0.00\n';

  it('finds new, removed, changed, and unchanged rows by key, in any order', async () => {
    const comparison = await compare(BEFORE, AFTER);
    assert.deepEqual(comparison.key, { kind: 'columns', columns: ['Action_Id'] });
    assert.deepEqual(counts(comparison), { unchanged: 1, changed: 2, added: 1, removed: 1 });
    assert.deepEqual([comparison.before.rows, comparison.after.rows, comparison.before.bytes], [4, 4, BEFORE.length]);
  });

  it('shows which columns changed, with sample rows', async () => {
    const { changedColumns, samples } = await compare(BEFORE, AFTER);
    assert.deepEqual(changedColumns, [
      { column: 'Status', rows: 2 },
      { column: 'Payout', rows: 1 },
    ]);
    assert.deepEqual(samples.changed, [
      { key: ['2'], cells: [{ column: 'Status', before: 'PENDING', after: 'APPROVED' }], leftOutCells: 0 },
      {
        key: ['1'],
        cells: [
          { column: 'Status', before: 'PENDING', after: 'REVERSED' },
          { column: 'Payout', before: '1.50', after: '0.00' },
        ],
        leftOutCells: 0,
      },
    ]);
    assert.deepEqual(
      [samples.added.map(([id]) => id?.value), samples.removed.map(([id]) => id?.value)],
      [['5'], ['3']],
    );
  });

  it('adds up columns of numbers if that is requested, but not IDs, dates, or texts', async () => {
    const { totals } = await compareRowsOf(folder, { before: BEFORE, after: AFTER, withTotals: true });
    assert.deepEqual(totals, [{ column: 'Payout', isMoney: true, before: 12, after: 12.5 }]);
    assert.equal((await compare(BEFORE, AFTER)).totals, undefined);
  });

  it('tells amounts of money from counts', async () => {
    const header = 'Key,Sale Amount,Payout,Price2,Clicks,Item_Count,Rate,Fees,Costume Size\n';
    const { totals } = await compareRowsOf(folder, {
      before: `${header}k1,10,1.5,3,4,5,1.25,7,8\nk2,10,2.5,3,4,6,1.75,7,9\n`,
      after: `${header}k1,12,1.5,3,4,5,1.25,7,8\nk2,10,2.5,3,4,6,1.75,7,9\n`,
      withTotals: true,
    });
    assert.deepEqual(
      totals?.filter(({ isMoney }) => isMoney).map(({ column }) => column),
      ['Sale Amount', 'Payout', 'Price2', 'Fees'],
    );
    assert.equal(totals?.length, 8);
  });

  for (const [title, currencies] of [
    ['Currency', ['USD', 'EUR']],
    ['PayoutCurrency', ['USD', 'EUR']],
    ['Currency Code', ['USD', 'EUR']],
  ] as const) {
    it(`adds up each currency of a column ${title} on its own`, async () => {
      const rows = Array.from({ length: 2_400 }, (_, index) => `1.50,${currencies[index % 2]}`).join('\n');
      const { totals } = await compareRowsOf(folder, {
        before: `Payout,${title}\n${rows}\n`,
        after: `Payout,${title}\n2,EUR\n`,
        withTotals: true,
      });
      assert.deepEqual(totals, [
        { column: 'Payout', isMoney: true, currency: 'USD', before: 1_800, after: 0 },
        { column: 'Payout', isMoney: true, currency: 'EUR', before: 1_800, after: 2 },
      ]);
    });
  }

  it("doesn't compare dollars with euros that are written beside the amounts", async () => {
    const files = { before: 'Id,Payout\n1,$10.00\n2,$5.00\n', after: 'Id,Payout\n1,€10.00\n' };
    const { totals } = await compareRowsOf(folder, { ...files, withTotals: true });
    assert.deepEqual(totals, [
      { column: 'Payout', isMoney: true, currency: '$', before: 15, after: 0 },
      { column: 'Payout', isMoney: true, currency: '€', before: 0, after: 10 },
    ]);
  });

  it('takes a column of hundreds of different texts for something else than currencies', async () => {
    const rows = Array.from({ length: 300 }, (_, index) => `1.50,c${index}`).join('\n');
    const after = 'Payout,Currency\n2.00,EUR\n';
    const { totals } = await compareRowsOf(folder, { before: `Payout,Currency\n${rows}\n`, after, withTotals: true });
    assert.deepEqual(totals, []);
  });

  it('adds up thousands of rows to the cent, and none', async () => {
    const rows = Array.from({ length: 3_000 }, (_, index) => `${index},"1,000.10",`);
    const before = `Day,Payout,Note\n${rows.join('\n')}\n`;
    const after = 'Day,Payout,Note\n';
    const { totals } = await compareRowsOf(folder, { before, after, withTotals: true });
    assert.deepEqual(totals?.[1], { column: 'Payout', isMoney: true, before: 3_000_300, after: 0 });
    assert.equal(totals.length, 2);
  });

  it('has no total of a column whose numbers turn out to be written in another way', async () => {
    const rows = [...Array.from({ length: 1_500 }, () => '1.234'), '"1.234,50"'];
    const before = `Payout\n${rows.join('\n')}\n`;
    const { totals } = await compareRowsOf(folder, { before, after: 'Payout\n5\n', withTotals: true });
    assert.deepEqual(totals, []);
  });

  it("doesn't mistake an amount or a name for the key", async () => {
    const { key } = await compare(
      'Partner,Revenue,PartnerId\na,1.5,10\nb,2.5,11\n',
      'Partner,Revenue,PartnerId\na,1.7,10\nb,2.5,11\n',
    );
    assert.deepEqual(key, { kind: 'columns', columns: ['PartnerId'] });
  });

  it('combines columns if a single one repeats', async () => {
    const before = 'Date,Partner,Clicks\n1 Oct,a,5\n1 Oct,b,6\n2 Oct,a,7\n2 Oct,b,8\n';
    const comparison = await compare(before, before.replace('b,6', 'b,9'));
    assert.deepEqual(comparison.key, { kind: 'columns', columns: ['Date', 'Partner'] });
    assert.deepEqual(counts(comparison), { unchanged: 3, changed: 1, added: 0, removed: 0 });
  });

  it('compares whole rows if no key exists, each as often as it occurs', async () => {
    const comparison = await compare(
      'Partner,Clicks\na,1\na,1\na,1\nb,2\nb,2\n',
      'Partner,Clicks\na,1\na,1\nb,2\nb,2\nb,3\n',
    );
    assert.deepEqual(comparison.key, { kind: 'rows' });
    assert.deepEqual(counts(comparison), { unchanged: 4, changed: 0, added: 1, removed: 1 });
    assert.deepEqual(
      comparison.samples.removed.map((cells) => cells.map(({ value }) => value)),
      [['a', '1']],
    );
  });

  it('continues with another key if a key turns out to repeat', async () => {
    const rows = Array.from({ length: 50_010 }, (_, index) => `${Math.min(index, 50_005)},x${index}`);
    const text = `Id,Code\n${rows.join('\n')}\n`;
    const comparison = await compare(text, `${text}70000,y\n`);
    assert.deepEqual(comparison.key, { kind: 'columns', columns: ['Code'] });
    assert.equal(comparison.unchanged, 50_010);
  });

  it('names new and removed columns, and compares the others', async () => {
    const comparison = await compare('Id,Old,A\n1,x,1\n2,x,2\n', 'Id,A,New\n1,1,y\n2,3,y\n');
    assert.deepEqual(comparison.columns, { common: ['Id', 'A'], added: ['New'], removed: ['Old'], repeated: [] });
    assert.deepEqual(counts(comparison), { unchanged: 1, changed: 1, added: 0, removed: 0 });
  });

  it('reads JSON and XML, also against each other', async () => {
    const json = (status: string) =>
      JSON.stringify({
        Records: [
          { Id: '1', Status: status },
          { Id: '2', Status: 'x' },
        ],
      });
    assert.deepEqual(counts(await compare(json('a'), json('b'), 'json')), {
      unchanged: 1,
      changed: 1,
      added: 0,
      removed: 0,
    });
    const xml = (id: string) =>
      `<R><Records><Record><Id>1</Id><S>a</S></Record><Record><Id>${id}</Id><S>b</S></Record></Records></R>`;
    assert.deepEqual(counts(await compare(xml('2'), xml('3'), 'xml')), {
      unchanged: 1,
      changed: 0,
      added: 1,
      removed: 1,
    });
    const mixed = await compareRowsOf(folder, {
      before: 'Status,Id\na,1\nz,2\n',
      after: json('a'),
      extension: ['csv', 'json'],
    });
    assert.deepEqual([mixed.before.format, mixed.after.format], ['csv', 'json']);
    assert.deepEqual(counts(mixed), { unchanged: 1, changed: 1, added: 0, removed: 0 });
  });

  it('handles files with only a header and empty files', async () => {
    assert.deepEqual(counts(await compare('Id,A\n', 'Id,A\n1,2\n')), {
      unchanged: 0,
      changed: 0,
      added: 1,
      removed: 0,
    });
    assert.deepEqual(counts(await compare('Id,A\n1,2\n', '')), { unchanged: 0, changed: 0, added: 0, removed: 1 });
    assert.deepEqual(counts(await compare('Id,A\n', '')), { unchanged: 0, changed: 0, added: 0, removed: 0 });
  });

  it('says that files are the same only after reading their bytes', async () => {
    const text = 'Id,A\n1,2\n';
    assert.equal(await compareTexts(folder, { before: text, after: text }), 'same');
    assert.equal(await compareTexts(folder, { before: '', after: '' }), 'same');
    const blocks = `Id,A\n1,${'x'.repeat(600_000)}`;
    assert.equal(await compareTexts(folder, { before: blocks, after: blocks }), 'same');
    const { changed } = await compare(`${blocks}1\n`, `${blocks}2\n`);
    assert.equal(changed, 1);
  });

  it('ignores columns without a title and without a value at the end of rows', async () => {
    const { columns, unchanged } = await compare('Id,A,,\n1,x,,\n2,y,,\n', 'Id,A\n1,x\n2,y\n');
    assert.deepEqual([columns.added, columns.removed, unchanged], [[], [], 2]);
    const filled = await compare('Id,A\n1,x\n2,y\n', 'Id,A,,\n1,x,,\n2,y,,note\n');
    assert.deepEqual([filled.columns.added, filled.unchanged], [['Column 4'], 2]);
  });

  it('matches columns with the same title in their order, and names the titles', async () => {
    const { columns, changedColumns } = await compare('Id,A,A\n1,x,y\n2,x,y\n', 'Id,A,A,A\n1,x,z,0\n2,x,y,0\n');
    assert.deepEqual(columns, { common: ['Id', 'A', 'A (2)'], added: ['A (3)'], removed: [], repeated: ['A'] });
    assert.deepEqual(changedColumns, [{ column: 'A (2)', rows: 1 }]);
  });

  it('matches columns by their place if neither file has titles', async () => {
    const { columns, changed } = await compareRowsOf(folder, {
      before: 'k1,x\nk2,y\n',
      after: 'k1,x\nk2,z\n',
      choice: { titleLine: 0 },
    });
    assert.deepEqual([columns.common, changed], [['Column 1', 'Column 2'], 1]);
  });

  const refused: [why: string, before: string, after: string, expected: Partial<CompareError>][] = [
    [
      'no columns are common',
      'A,B\n1,2\n',
      'C,D\n1,2\n',
      { kind: 'noCommonColumns', names: { before: ['A', 'B'], after: ['C', 'D'] } },
    ],
    ['only empty columns are common', 'A,\n1,\n', 'C,\n1,\n', { kind: 'noCommonColumns' }],
    [
      'a file breaks off',
      '{"Records":[{"a":1},{"a":2}]}',
      '{"Records":[{"a":1},\n{"a":2',
      { kind: 'unreadable', side: 'after', reason: { kind: 'unreadable', subject: 'json', line: 2 } },
    ],
    [
      "a file isn't a table",
      'PK\u0003\u0004abc',
      'A\n1\n',
      { kind: 'unreadable', side: 'before', reason: { kind: 'notATable', subject: 'zip', line: undefined } },
    ],
  ];
  for (const [why, before, after, expected] of refused) {
    it(`says why it can't compare if ${why}`, async () => {
      await assert.rejects(compare(before, after), expected);
    });
  }

  it("says so if a file doesn't have the table that was chosen", async () => {
    const texts = { before: '{"x":[{"a":1}]}', after: '{"y":[{"a":2}]}', extension: 'json' };
    await assert.rejects(compareRowsOf(folder, { ...texts, choice: { table: 'x' } }), {
      kind: 'noTable',
      side: 'after',
      names: { after: ['y'] },
    });
  });

  it('reports how both files were read, and their damaged rows', async () => {
    const { before, after } = await compare('Id;A\n1;x\n2;y\n3;z\n', 'Id,A\n1,"x\n2,y\n3,z,1\n');
    assert.deepEqual([before.dialect?.delimiter, after.dialect?.delimiter], [';', ',']);
    assert.deepEqual(
      after.notes.map(({ kind, places }) => [kind, ...places]),
      [
        ['badQuotes', 2],
        ['uneven', 4],
      ],
    );
  });

  it('reads both files as the user says', async () => {
    const texts = { before: 'Id|A;B\n1|x;y\n2|x;y\n', after: 'Id|A;B\n1|x;z\n2|x;y\n' };
    const { columns, changed } = await compareRowsOf(folder, { ...texts, choice: { delimiter: '|', titleLine: 1 } });
    assert.deepEqual([columns.common, changed], [['Id', 'A;B'], 1]);
  });

  it('compares columns that only a late record has', async () => {
    const record = (id: number, late: string) => `{"Id":"k${id}","A":"x"${late}}`;
    const text = (late: string) =>
      Array.from({ length: 6_000 }, (_, id) => record(id, id === 5_999 ? `,"Late":"${late}"` : '')).join('\n');
    const { columns, changed, changedColumns } = await compare(text('1'), text('2'), 'ndjson');
    assert.deepEqual([columns.common, changed], [['Id', 'A', 'Late'], 1]);
    assert.deepEqual(changedColumns, [{ column: 'Late', rows: 1 }]);
  });

  it('shows long cells from their first difference on', async () => {
    const long = 'x'.repeat(300);
    const { samples } = await compare(`Id,A\n1,${long}old\n2,b\n`, `Id,A\n1,${long}new\n2,b\n`);
    const [cell] = samples.changed[0]?.cells ?? [];
    assert.deepEqual([cell?.before, cell?.after], [`…${'x'.repeat(20)}old`, `…${'x'.repeat(20)}new`]);
  });

  it('compares any number of columns', async () => {
    const titles = Array.from({ length: 3_000 }, (_, index) => `c${index}`);
    const row = (id: string, last: string) => [id, ...titles.slice(2).map(() => 'v'), last].join(',');
    const text = (last: string) => `${titles.join(',')}\n${row('k1', 'v')}\n${row('k2', last)}\n`;
    const { columns, changedColumns, samples } = await compare(text('v'), text('w'));
    assert.equal(columns.common.length, 3_000);
    assert.deepEqual(changedColumns, [{ column: 'c2999', rows: 1 }]);
    assert.deepEqual(samples.changed[0]?.key, ['k2']);
  });
});
