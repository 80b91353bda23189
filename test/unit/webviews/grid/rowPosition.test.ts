import * as assert from 'node:assert/strict';
import { positionOfRow } from '../../../../src/webviews/grid/rowPosition';

describe('The place with the focus', () => {
  const rowId = (row: string): string => row;
  const focus = { row: 1, column: 3, id: 'b' };

  it('stays while its row stays', () => {
    assert.equal(positionOfRow(focus, ['a', 'b', 'c'], rowId), focus);
  });

  it('follows its row when rows are added, removed, or sorted', () => {
    assert.deepEqual(positionOfRow(focus, ['x', 'y', 'a', 'b'], rowId), { row: 3, column: 3 });
    assert.deepEqual(positionOfRow(focus, ['b'], rowId), { row: 0, column: 3 });
  });

  it('stays where it is when its row is gone', () => {
    assert.equal(positionOfRow(focus, ['a', 'c'], rowId), focus);
  });

  it('stays in the head whatever the rows', () => {
    const title = { row: -2, column: 0 };
    assert.equal(positionOfRow(title, ['a'], rowId), title);
  });
});
