import assert from 'node:assert/strict';
import { columnsInSight, rowsInSight, scrolledTo, SPARE_ROWS } from '../../../../src/webviews/grid/window';

describe('The drawn part of a grid', () => {
  it('is the visible rows and a few more, however many exist', () => {
    assert.deepEqual(rowsInSight(0, 480, 24, 1000), { from: 0, to: 20 + SPARE_ROWS });
    assert.deepEqual(rowsInSight(2400, 480, 24, 1000), { from: 100 - SPARE_ROWS, to: 120 + SPARE_ROWS });
    for (const count of [1_000, 10_000, 1_000_000]) {
      const { from, to } = rowsInSight(12_345, 480, 24, count);
      assert.equal(to - from, 21 + 2 * SPARE_ROWS);
    }
  });

  it('has only existing rows', () => {
    assert.deepEqual(rowsInSight(0, 480, 24, 0), { from: 0, to: 0 });
    assert.deepEqual(rowsInSight(0, 480, 24, 3), { from: 0, to: 3 });
    assert.deepEqual(rowsInSight(99_999, 480, 24, 3), { from: 3, to: 3 });
  });

  it('is the columns that are at least partly visible', () => {
    const widths = [100, 50, 200, 100];
    assert.deepEqual(columnsInSight(0, 1000, widths), { from: 0, to: 4 });
    assert.deepEqual(columnsInSight(0, 100, widths), { from: 0, to: 1 });
    assert.deepEqual(columnsInSight(99, 2, widths), { from: 0, to: 2 });
    assert.deepEqual(columnsInSight(150, 200, widths), { from: 2, to: 3 });
    assert.deepEqual(columnsInSight(0, 100, []), { from: 0, to: 0 });
  });

  it('scrolls no further than needed', () => {
    assert.equal(scrolledTo(100, 200, 150, 24), 100);
    assert.equal(scrolledTo(100, 200, 50, 24), 50);
    assert.equal(scrolledTo(100, 200, 290, 24), 114);
    assert.equal(scrolledTo(100, 200, 150, 400), 150);
  });
});
