import assert from 'node:assert/strict';
import fc from 'fast-check';
import { orderOf } from '../../../../src/core/rows/cellOrder';
import { type Bar, distributionOf } from '../../../../src/core/rows/distribution';
import { cellFilter } from '../../../../src/core/rows/cellFilter';
import { limitReader } from '../../../../src/core/rows/limitReader';

const distribution = (cells: readonly string[]) => distributionOf(cells, orderOf(cells));

/** The cells that a bar's filter leaves. */
function found(cells: readonly string[], { filter }: Bar): readonly string[] {
  const order = orderOf(cells);
  const readKey = limitReader(order, () => undefined);
  const column = {
    id: '0',
    title: '',
    widthPx: 0,
    text: (cell: string) => cell,
    order: order.keyOf,
    ...(readKey && { readKey }),
  };
  const test = cellFilter(filter, column);
  return cells.filter((cell) => test?.(cell) ?? true);
}

describe('The distribution of a column', () => {
  it('has a bar for each of a few different numbers', () => {
    assert.deepEqual(distribution(['3', '1', '3']), {
      kind: 'bins',
      bars: [
        { count: 1, from: '1', to: '1', filter: '>=1 & <=1' },
        { count: 2, from: '3', to: '3', filter: '>=3 & <=3' },
      ],
    });
  });

  it('has bins of the same width, some without rows, for many numbers', () => {
    const cells = [...Array.from({ length: 99 }, (_, index) => String(index / 10)), '100'];
    const { kind, ...rest } = distribution(cells);
    assert.ok(kind === 'bins' && 'bars' in rest);
    assert.deepEqual(
      [rest.bars.length, rest.bars[0]?.count, rest.bars[4], rest.bars.at(-1)?.from],
      [8, 99, undefined, '100'],
    );
  });

  it('counts the most frequent texts as the filter finds them, in any case', () => {
    const cells = ['a', 'A ', 'b', 'c', 'c', 'c', 'd', 'd', 'e', 'e', 'f', 'f', 'g', 'g', 'h', 'h'];
    const result = distribution(cells);
    assert.ok(result.kind === 'values');
    assert.deepEqual([result.bars.length, result.bars[0]?.from, result.otherCount], [6, 'c', 3]);
  });

  it('has no bars for texts that hardly repeat, and for a column without values', () => {
    assert.deepEqual(distribution(['a', 'b', 'c', 'd', 'd']), { kind: 'none' });
    assert.deepEqual(distribution([]), { kind: 'none' });
  });

  it('has bars that stand for all rows together, and filters that find the rows of each', () => {
    const number = fc.integer({ min: -5000, max: 5000 });
    const column = fc.oneof(
      fc.array(number.map(String), { minLength: 1, maxLength: 60 }),
      fc.array(
        number.map((value) => (value / 100).toFixed(2)),
        { minLength: 1, maxLength: 60 },
      ),
      fc.array(
        number.map((value) => `${(value / 100).toFixed(2).replace('.', ',')} €`),
        { minLength: 1, maxLength: 60 },
      ),
      fc.array(
        number.map((value) => `${value / 10}%`),
        { minLength: 1, maxLength: 60 },
      ),
      fc.array(
        number.map((value) => new Date(1_790_000_000_000 + value * 86_400_000).toISOString().slice(0, 10)),
        { minLength: 1, maxLength: 60 },
      ),
      fc.array(fc.constantFrom('yes', 'no', 'Yes'), { minLength: 1, maxLength: 30 }),
      fc.array(fc.constantFrom('x', 'X', 'y & z', '> 5', 'a=b'), { minLength: 1, maxLength: 30 }),
    );
    fc.assert(
      fc.property(column, (cells) => {
        const result = distribution(cells);
        if (result.kind === 'none') {
          return;
        }
        const bars = [...result.bars].filter((bar) => bar !== undefined);
        const others = result.kind === 'values' ? result.otherCount : 0;
        assert.equal(
          bars.reduce((sum, { count }) => sum + count, others),
          cells.length,
        );
        bars.forEach((bar) => assert.equal(found(cells, bar).length, bar.count, bar.filter));
      }),
      { numRuns: 400 },
    );
  });
});
