import * as assert from 'node:assert/strict';
import { compareForAgent, type CompareForAgent, sumOfTotals } from '../../../../src/core/agent/compareForAgent';
import { resultText } from '../../../../src/core/agent/modelText';
import { compareTexts } from '../../../support/compareTexts';
import { temporaryFolder } from '../../../support/temporaryFolder';

describe('A comparison given to an agent', () => {
  const folder = temporaryFolder();
  const compare = async (before: string, after: string) =>
    compareForAgent(await compareTexts(folder, { before, after, withTotals: true }));

  it('has counts, totals with their difference, and the rows that changed', async () => {
    const compared = await compare('Id,Name,Payout\n1,a,0.1\n2,b,5\n', 'Id,Name,Payout\n1,a,0.3\n3,c,7\n');
    assert.ok(compared.outcome === 'compared');
    assert.deepEqual(compared.rows, { before: 2, after: 2 });
    assert.deepEqual([compared.added, compared.removed, compared.changed], [1, 1, 1]);
    assert.deepEqual(compared.totals, [{ column: 'Payout', before: 5.1, after: 7.3, difference: 2.2 }]);
    assert.deepEqual(compared.changedRows[0]?.cells, [{ column: 'Payout', before: '0.1', after: '0.3' }]);
  });

  it('says that results are the same', async () => {
    assert.deepEqual(await compare('a\n1\n', 'a\n1\n'), { outcome: 'same' });
  });

  it('adds up the totals of several accounts by column', async () => {
    const one = await compare('Id,Payout\n1,0.1\n', 'Id,Payout\n1,0.2\n');
    const other = await compare('Id,Payout,Clicks\n1,0.2,5\n', 'Id,Payout,Clicks\n1,0.1,7\n');
    const together = sumOfTotals([
      { account: 'A', currency: 'USD', comparison: one },
      { account: 'B', currency: 'USD', comparison: other },
    ]);
    assert.deepEqual(together, {
      totals: [
        { column: 'Payout', currency: 'USD', before: 0.3, after: 0.3, difference: 0 },
        { column: 'Clicks', currency: 'USD', before: 5, after: 7, difference: 2 },
      ],
    });
  });

  it('never adds amounts of different currencies to each other, and says what the totals leave out', async () => {
    const mixed = await compare(
      'Id,Payout,Currency\n1,1,USD\n2,5,EUR\n3,2,USD\n',
      'Id,Payout,Currency\n1,2,USD\n2,7,EUR\n4,9,GBP\n',
    );
    const own = [
      { column: 'Payout', currency: 'USD', before: 3, after: 2, difference: -1 },
      { column: 'Payout', currency: 'EUR', before: 5, after: 7, difference: 2 },
      { column: 'Payout', currency: 'GBP', before: 0, after: 9, difference: 9 },
    ];
    assert.deepEqual(mixed.outcome === 'compared' && mixed.totals, own);
    const plain = await compare('Id,Payout\n1,10\n', 'Id,Payout\n1,20\n');
    const of = (account: string, currency: string, comparison: CompareForAgent | undefined) => ({
      account,
      currency,
      comparison,
    });
    const { totals, notes } = sumOfTotals([
      of('A', 'JPY', mixed),
      of('B', 'EUR', plain),
      of('C', '', plain),
      of('D', '', plain),
      of('E', 'EUR', { outcome: 'same' }),
      of('F', '', undefined),
    ]);
    assert.deepEqual(totals, [
      own[0],
      { column: 'Payout', currency: 'EUR', before: 15, after: 27, difference: 12 },
      own[2],
      { column: 'Payout', before: 20, after: 40, difference: 20 },
    ]);
    assert.match(notes?.[0] ?? '', /^The currency of C, D is not known\./);
    assert.match(notes?.[1] ?? '', /^Not in the totals, .*: E, F\.$/);
  });

  it('says how many totals it leaves out', async () => {
    const row = (cell: number) => [7, ...Array.from({ length: 70 }, () => cell)].join(',');
    const titles = ['Id', ...Array.from({ length: 70 }, (_, place) => `Amount ${place}`)].join(',');
    const compared = await compare(`${titles}\n${row(1)}\n`, `${titles}\n${row(2)}\n`);
    assert.ok(compared.outcome === 'compared');
    assert.deepEqual([compared.totals.length, compared.leftOutTotals], [60, 10]);
  });

  it('is small, whatever the files contain', async () => {
    const titles = Array.from({ length: 80 }, (_, place) => `Column ${'語'.repeat(200)} ${place}`);
    const rows = (cell: string) => Array.from({ length: 40 }, (_, id) => [id, ...titles.map(() => cell)].join(','));
    const text = (cell: string) => [['Id', ...titles].join(','), ...rows(cell)].join('\n');
    const compared = await compare(text('x'.repeat(300)), text('y'.repeat(300)));
    assert.ok(compared.outcome === 'compared' && Buffer.byteLength(resultText(compared).text) <= 32_000);
  });
});
