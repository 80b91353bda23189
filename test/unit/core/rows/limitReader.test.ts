import * as assert from 'node:assert/strict';
import { orderOf } from '../../../../src/core/rows/cellOrder';
import { numberReader } from '../../../../src/core/rows/numberReader';
import { limitReader } from '../../../../src/core/rows/limitReader';

const READ: readonly (readonly [column: string, cells: readonly string[], typed: string, limit: number | undefined])[] =
  [
    ['counts', ['1', '12000'], '12.000', 12_000],
    ['decimals', ['0.5', '1234.75'], '1.234', 1.234], // as the file writes them, before anything else
    ['decimals', ['0.5', '1234.75'], '1.234,5', 1234.5],
    ['decimals', ['0.5', '1234.75'], 'much', undefined],
    ['money', ['$1,234.50', '$3.00'], '100', 100],
    ['money', ['$1,234.50', '$3.00'], '1,234.5', 1234.5],
    ['money', ['$1,234.50', '$3.00'], '1.234,50 €', 1234.5],
    ['days', ['2026-11-24', '2026-11-25'], '2026-11-24', Date.UTC(2026, 10, 24)],
    ['days', ['2026-11-24', '2026-11-25'], '5', undefined],
  ];

describe('A limit in a preview filter, in German', () => {
  for (const [column, cells, typed, limit] of READ) {
    it(`of ${column} is parsed from "${typed}"`, () =>
      assert.equal(limitReader(orderOf(cells), numberReader('de'))?.(typed), limit));
  }

  it("doesn't exist for text", () => assert.equal(limitReader(orderOf(['a', 'b']), numberReader('de')), undefined));
});
