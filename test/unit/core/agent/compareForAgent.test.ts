import * as assert from 'node:assert/strict';
import { compareForAgent, sumOfTotals } from '../../../../src/core/agent/compareForAgent';
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
    assert.deepEqual(sumOfTotals([one, other, { outcome: 'same' }]), [
      { column: 'Payout', before: 0.3, after: 0.3, difference: 0 },
      { column: 'Clicks', before: 5, after: 7, difference: 2 },
    ]);
  });

  it('is small, whatever the files contain', async () => {
    const titles = Array.from({ length: 80 }, (_, place) => `Column ${'語'.repeat(200)} ${place}`);
    const rows = (cell: string) => Array.from({ length: 40 }, (_, id) => [id, ...titles.map(() => cell)].join(','));
    const text = (cell: string) => [['Id', ...titles].join(','), ...rows(cell)].join('\n');
    const compared = await compare(text('x'.repeat(300)), text('y'.repeat(300)));
    assert.ok(compared.outcome === 'compared' && Buffer.byteLength(resultText(compared).text) <= 32_000);
  });
});
