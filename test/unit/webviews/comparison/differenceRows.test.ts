import assert from 'node:assert/strict';
import type { Difference } from '../../../../src/core/compare/differences';
import { DifferenceRows } from '../../../../src/webviews/comparison/differenceRows';

const row = (index: number): Difference => ({ kind: 'added', after: [String(index)], changed: [] });
const rowsFrom = (from: number, to: number): readonly Difference[] =>
  Array.from({ length: to - from }, (_, offset) => row(from + offset));

describe('The rows that a page holds', () => {
  let requests: (readonly [number, number])[];
  let rows: DifferenceRows;
  let drawn: (() => void)[];
  const draw = (): void => drawn.splice(0).forEach((act) => act());

  beforeEach(() => {
    requests = [];
    drawn = [];
    rows = new DifferenceRows(
      100_000,
      (from, to) => requests.push([from, to]),
      (act) => drawn.push(act),
    );
  });

  it('are requested by the hundred when they are drawn, once', () => {
    assert.equal(rows.get(50), undefined);
    rows.get(51);
    rows.get(99_999);
    draw();
    rows.get(52);
    draw();
    assert.deepEqual(requests, [
      [0, 100],
      [99_900, 100_000],
    ]);
    rows.take(0, rowsFrom(0, 100));
    assert.deepEqual([rows.get(99), rows.get(100)], [row(99), undefined]);
  });

  it('are requested again from where a short answer ends', () => {
    rows.get(0);
    draw();
    rows.take(0, rowsFrom(0, 30));
    assert.deepEqual([rows.get(29), rows.get(30)], [row(29), undefined]);
    draw();
    rows.take(30, rowsFrom(30, 100));
    assert.deepEqual([rows.get(29), rows.get(99)], [row(29), row(99)]);
    assert.deepEqual(requests, [
      [0, 100],
      [30, 100],
    ]);
  });

  it('are only some of many', () => {
    for (let from = 0; from < 10_000; from += 100) {
      rows.take(from, rowsFrom(from, from + 100));
    }
    const held = Array.from({ length: 10_000 }, (_, index) => rows.get(index)).filter((one) => one !== undefined);
    assert.equal(held.length, 4_000);
    assert.deepEqual(rows.get(9_999), row(9_999));
  });

  it('are none beyond the last', () => {
    rows.get(100_000);
    draw();
    assert.deepEqual(requests, []);
  });
});
