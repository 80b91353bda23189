import assert from 'node:assert/strict';
import { columnProfile } from '../../../../src/core/rows/columnProfile';
import { isIdName } from '../../../../src/core/rows/idColumn';

const meanOf = (title: string, cells: readonly string[]): number | undefined =>
  columnProfile(
    cells.map((cell) => [cell]),
    0,
    title,
  ).mean;
const counted = (count: number, from: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => String(from + index * 7));

describe('A column of IDs', () => {
  it('is known by the last word of its title', () => {
    for (const title of ['Id', 'Action_Id', 'campaignID', 'Order Number', 'Promo-Code', 'ZIP', 'ActionId ']) {
      assert.equal(isIdName(title), true, title);
      assert.equal(meanOf(title, ['1', '2']), undefined, title);
    }
    for (const title of ['Number of Clicks', 'Paid', 'Ids Seen', 'Codes used', '', 'Grid', 'Clicks']) {
      assert.equal(isIdName(title), false, title);
      assert.equal(meanOf(title, ['1', '2']), 1.5, title);
    }
  });

  it('is known by integers that are all different and equally long', () => {
    assert.equal(meanOf('Action', counted(10, 10_000)), undefined);
    assert.equal(meanOf('Action', counted(2, 100_000_000)), undefined);
    assert.notEqual(meanOf('Few', counted(9, 10_000)), undefined, 'few rows');
    assert.notEqual(meanOf('Short', counted(20, 1_000)), undefined, 'few digits');
    assert.notEqual(meanOf('Repeated', [...counted(20, 10_000), '10000']), undefined, 'repeated');
    assert.notEqual(meanOf('Uneven', counted(20, 99_990)), undefined, 'different lengths');
    assert.notEqual(
      meanOf(
        'Decimals',
        counted(20, 10_000).map((cell) => `${cell}.5`),
      ),
      undefined,
      'decimals',
    );
  });
});
