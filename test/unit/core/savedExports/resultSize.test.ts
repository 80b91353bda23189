import assert from 'node:assert/strict';
import { sizeNoteOf } from '../../../../src/core/savedExports/resultSize';

describe('The size of a result', () => {
  it('is empty without bytes or rows, whatever the last one was', () => {
    assert.equal(sizeNoteOf({ bytes: 0, rows: undefined }, undefined), 'empty');
    assert.equal(sizeNoteOf({ bytes: 120, rows: 0 }, 120), 'empty');
  });

  it('is far smaller at a tenth of the last one', () => {
    assert.equal(sizeNoteOf({ bytes: 100_000, rows: 500 }, 1_000_000), 'farSmaller');
    assert.equal(sizeNoteOf({ bytes: 100_001, rows: 500 }, 1_000_000), undefined);
  });

  it("isn't compared with nothing, or with a few rows", () => {
    assert.equal(sizeNoteOf({ bytes: 100, rows: 1 }, undefined), undefined);
    assert.equal(sizeNoteOf({ bytes: 100, rows: 1 }, 9_999), undefined);
  });
});
