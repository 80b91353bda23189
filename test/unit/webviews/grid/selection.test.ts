import assert from 'node:assert/strict';
import {
  holds,
  movedBy,
  pickRows,
  type CellPosition,
  rangeOf,
  TITLE_ROW,
  within,
} from '../../../../src/webviews/grid/selection';

const EXTENT = { rows: 100, columns: 5, pageRows: 20 };

describe('The keyboard in a grid', () => {
  for (const [key, isFar, from, to] of [
    ['ArrowDown', false, [0, 0], [1, 0]],
    ['ArrowDown', false, [99, 0], [99, 0]],
    ['ArrowDown', true, [3, 2], [99, 2]],
    ['ArrowDown', false, [TITLE_ROW, 1], [0, 1]],
    ['ArrowUp', false, [0, 1], [TITLE_ROW, 1]],
    ['ArrowUp', false, [TITLE_ROW, 1], [TITLE_ROW, 1]],
    ['ArrowUp', true, [40, 1], [0, 1]],
    ['ArrowLeft', false, [3, 0], [3, 0]],
    ['ArrowRight', false, [3, 3], [3, 4]],
    ['ArrowRight', true, [TITLE_ROW, 0], [TITLE_ROW, 4]],
    ['PageDown', false, [90, 0], [99, 0]],
    ['PageDown', false, [TITLE_ROW, 0], [20, 0]],
    ['PageUp', false, [10, 0], [0, 0]],
    ['Home', false, [10, 3], [10, 0]],
    ['End', true, [0, 0], [99, 4]],
    ['Home', true, [50, 3], [0, 0]],
  ] as const) {
    it(`moves from ${from.join(', ')} to ${to.join(', ')} with ${isFar ? 'Ctrl+' : ''}${key}`, () => {
      assert.deepEqual(movedBy(key, isFar, { row: from[0], column: from[1] }, EXTENT), {
        row: to[0],
        column: to[1],
      } satisfies CellPosition);
    });
  }

  it("doesn't move with other keys", () => assert.equal(movedBy('x', false, { row: 0, column: 0 }, EXTENT), undefined));
  it('stays in the header if there are no rows', () =>
    assert.deepEqual(within({ row: 4, column: 9 }, 0, 5), { row: TITLE_ROW, column: 4 }));
});

describe('The selection in a grid', () => {
  it('is the rectangle between two cells', () => {
    const range = rangeOf({ row: 5, column: 1 }, { row: 3, column: 2 });
    assert.deepEqual(range, { top: 3, bottom: 5, left: 1, right: 2 });
    assert.deepEqual([holds(range, 4, 1), holds(range, 4, 3), holds(range, 6, 1)], [true, false, false]);
  });

  it('is rows by ID: one, one more or less, or a range', () => {
    const ids = ['a', 'b', 'c', 'd'];
    assert.deepEqual([...pickRows(ids, new Set(['a']), 0, 2, 'only')], ['c']);
    assert.deepEqual([...pickRows(ids, new Set(['a']), 0, 2, 'toggle')], ['a', 'c']);
    assert.deepEqual([...pickRows(ids, new Set(['a', 'c']), 0, 2, 'toggle')], ['a']);
    assert.deepEqual([...pickRows(ids, new Set(['a']), 3, 1, 'extend')], ['b', 'c', 'd']);
    assert.deepEqual([...pickRows(ids, new Set(['a']), 0, 9, 'only')], ['a']);
  });
});
