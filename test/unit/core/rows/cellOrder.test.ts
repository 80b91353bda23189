import assert from 'node:assert/strict';
import { type ColumnType, compareKeys, orderOf } from '../../../../src/core/rows/cellOrder';

describe('The type of a column', () => {
  const cases: [type: ColumnType, cells: string[]][] = [
    ['text', ['SKU10', 'SKU9']],
    ['text', ['ABC-123', 'USD-123']],
    ['text', ['OCT 2026', 'NOV 2026']],
    ['text', ['10 PCS', '9 PCS']],
    ['text', ['00123', '00124']],
    ['text', ['USD 10', 'JPY 9']],
    ['text', ['$10', '9 €']],
    ['text', ['TOP 10', 'TOP 5']],
    ['text', ['TRY 3', 'TRY 2']],
    ['money', ['TRY 10.50', 'TRY 9.00']],
    ['money', ['9,00 PEN', '1.234,50 PEN']],
    ['money', ['USD 10', 'USD 9.50', '-USD 3']],
    ['money', ['US$10', '(US$3.00)']],
    ['money', ['1 234,50 €', '9,00 €']],
    ['percent', ['12.5%', '-3 %', '100%']],
    ['percent', ['12,5 %', '3 %']],
    ['decimal', ['(5.00)', '3.10']],
    ['decimal', ['1 234,50', '12,75']],
    ['decimal', ['1\u202f234,50', '12,75']],
    ['decimal', ["1'234.50", '12.75']],
    ['integer', ['1643813640201999872', '1643813640201999871']],
    ['date', ['2026/10/01', '2026/09/30']],
    ['date', ['Oct 1, 2026', 'September 30, 2026', '1 Sep 2026']],
    ['date', ['Oct 1, 2026 5:00 PM', 'Oct 1, 2026 5:00 AM']],
    ['date', ['0001-01-01', '2026-10-01']],
    ['date', ['0001-01-01T00:00:00Z', '2026-10-01T05:00:00-05:00']],
    ['date', ['1/15/2026', '11/2/2026']],
    ['text', ['Foo 1, 2026', 'Oct 1, 2026']],
    ['text', ['Oct 32, 2026', 'Oct 1, 2026']],
  ];
  for (const [type, cells] of cases) {
    it(`is ${type} for ${cells.join(' | ')}`, () => assert.equal(orderOf(cells).type, type));
  }

  const sorted = (...cells: string[]): string[] => {
    const { keyOf } = orderOf(cells);
    return [...cells].sort((a, b) => compareKeys(keyOf(a), keyOf(b), 1));
  };

  it('puts its cells in order', () => {
    assert.deepEqual(sorted('3.10', '(5.00)', '-7'), ['-7', '(5.00)', '3.10']);
    assert.deepEqual(sorted('1 234,50', '12,75'), ['12,75', '1 234,50']);
    assert.deepEqual(sorted('USD 10', '-USD 3', 'USD 9.50'), ['-USD 3', 'USD 9.50', 'USD 10']);
    assert.deepEqual(sorted('2026-10-01', '0001-01-01'), ['0001-01-01', '2026-10-01']);
    assert.deepEqual(sorted('Oct 1, 2026', '30 Sep 2026'), ['30 Sep 2026', 'Oct 1, 2026']);
    assert.deepEqual(sorted('1643813640201999872', '1643813640201999871').at(0), '1643813640201999871');
  });
});
