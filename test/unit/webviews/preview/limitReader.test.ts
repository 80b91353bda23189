import * as assert from 'node:assert/strict';
import { orderOf } from '../../../../src/core/rows/cellOrder';
import { numberReader } from '../../../../src/core/rows/numberReader';
import { limitReader } from '../../../../src/webviews/preview/limitReader';

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

describe('The limit in a filter of the preview, in German', () => {
  for (const [column, cells, typed, limit] of READ) {
    it(`of ${column} is read from "${typed}"`, () =>
      assert.equal(limitReader(orderOf(cells), numberReader('de'))?.(typed), limit));
  }

  it('of texts is none', () => assert.equal(limitReader(orderOf(['a', 'b']), numberReader('de')), undefined));
});
