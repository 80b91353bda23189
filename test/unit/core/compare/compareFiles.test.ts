import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compareFiles } from '../../../../src/core/compare/compareFiles';
import type { Comparison } from '../../../../src/core/compare/comparison';
import { temporaryFolder } from '../../../support/temporaryFolder';

describe('A comparison of two results', () => {
  const folder = temporaryFolder();
  const compare = (before: string, after: string, extension = 'csv', rowsInMemory?: number): Promise<Comparison> =>
    compareFiles({
      before: folder.write(`before.${extension}`, before),
      after: folder.write(`after.${extension}`, after),
      signal: new AbortController().signal,
      ...(rowsInMemory && { rowsInMemory }),
    });
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
      {
        key: ['1'],
        cells: [
          { column: 'Status', before: 'PENDING', after: 'REVERSED' },
          { column: 'Payout', before: '1.50', after: '0.00' },
        ],
      },
      { key: ['2'], cells: [{ column: 'Status', before: 'PENDING', after: 'APPROVED' }] },
    ]);
    assert.deepEqual(
      [samples.added.map(([id]) => id?.value), samples.removed.map(([id]) => id?.value)],
      [['5'], ['3']],
    );
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
    const comparison = await compare(text, text);
    assert.deepEqual(comparison.key, { kind: 'columns', columns: ['Code'] });
    assert.equal(comparison.unchanged, 50_010);
  });

  it('names new and removed columns, and compares the others', async () => {
    const comparison = await compare('Id,Old,A\n1,x,1\n2,x,2\n', 'Id,A,New\n1,1,y\n2,3,y\n');
    assert.deepEqual(comparison.columns, { common: ['Id', 'A'], added: ['New'], removed: ['Old'] });
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
    const csv = folder.write('x.csv', 'Status,Id\na,1\nz,2\n');
    const mixed = await compareFiles({
      before: csv,
      after: folder.write('y.json', json('a')),
      signal: new AbortController().signal,
    });
    assert.deepEqual(counts(mixed), { unchanged: 1, changed: 1, added: 0, removed: 0 });
  });

  it('handles files with only a header and empty files', async () => {
    assert.deepEqual(counts(await compare('Id,A\n', 'Id,A\n1,2\n')), {
      unchanged: 0,
      changed: 0,
      added: 1,
      removed: 0,
    });
    assert.deepEqual(counts(await compare('', '')), { unchanged: 0, changed: 0, added: 0, removed: 0 });
  });

  it('counts the same part by part as at once, and as a plain count', async () => {
    const row = fc.tuple(fc.integer({ min: 1, max: 60 }), fc.constantFrom('a', 'b', 'c'));
    const file = fc.uniqueArray(row, { selector: ([id]) => id, minLength: 3, maxLength: 50 });
    const textOf = (rows: readonly (readonly [number, string])[]) =>
      `Id,State\n${rows.map(([id, state]) => `${id},${state}\n`).join('')}`;
    await fc.assert(
      fc.asyncProperty(file, file, async (before, after) => {
        const [old, now] = [new Map(before), new Map(after)];
        const both = [...old.keys()].filter((id) => now.has(id));
        const unchanged = both.filter((id) => old.get(id) === now.get(id)).length;
        const expected = {
          unchanged,
          changed: both.length - unchanged,
          added: now.size - both.length,
          removed: old.size - both.length,
        };
        assert.deepEqual(counts(await compare(textOf(before), textOf(after), 'csv', 10)), expected);
        assert.deepEqual(counts(await compare(textOf(before), textOf(after))), expected);
      }),
      { numRuns: 40 },
    );
  });

  it("ends when it's aborted", async () => {
    const file = folder.write('a.csv', BEFORE);
    await assert.rejects(
      compareFiles({ before: file, after: file, signal: AbortSignal.abort(new Error('enough')) }),
      /enough/,
    );
  });
});
