import assert from 'node:assert/strict';
import { fieldsOf, isRecord } from '../../../src/core/isRecord';

describe('The fields of an unknown value', () => {
  for (const value of [undefined, null, 'text', 7, true, ['a'], () => 1]) {
    it(`are none for ${typeof value === 'object' ? JSON.stringify(value) : typeof value}`, () => {
      assert.equal(isRecord(value), false);
      assert.deepEqual(fieldsOf(value), {});
    });
  }

  it("are an object's own and inherited ones", () => {
    const { name, kind } = fieldsOf(new TypeError('x'));
    assert.deepEqual([name, kind], ['TypeError', undefined]);
    assert.equal(fieldsOf({ a: 1 })['a'], 1);
  });
});
