import assert from 'node:assert/strict';
import { DifferenceList, NO_ROW } from '../../../../src/core/compare/differenceList';

describe('The list of rows that differ', () => {
  const pairsOf = (list: DifferenceList): readonly (readonly [number, number])[] => {
    const { count, before, after } = list.numbers();
    return Array.from({ length: count }, (_, index) => [before[index] ?? -1, after[index] ?? -1]);
  };

  it('is in the order of the files, removed rows first', () => {
    const list = new DifferenceList();
    list.add(NO_ROW, 7);
    list.add(9, 3);
    list.add(7, NO_ROW);
    list.add(7, NO_ROW);
    list.add(0, 0);
    assert.deepEqual(pairsOf(list), [
      [0, 0],
      [9, 3],
      [7, NO_ROW],
      [7, NO_ROW],
      [NO_ROW, 7],
    ]);
  });

  it('keeps the first rows of as many as there are', () => {
    const list = new DifferenceList(1_500);
    for (let index = 0; index < 20_000; index++) {
      const number = (index * 7_919) % 20_000;
      list.add(number % 3 === 0 ? number : NO_ROW, number % 3 === 0 ? NO_ROW : number);
    }
    const pairs = pairsOf(list);
    assert.deepEqual(
      pairs.map(([before, after]) => Math.min(before, after)),
      Array.from({ length: 1_500 }, (_, index) => index),
    );
  });
});
