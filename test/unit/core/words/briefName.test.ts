import assert from 'node:assert/strict';
import { briefName } from '../../../../src/core/words/briefName';

describe('briefName', () => {
  it('keeps a short name', () => {
    assert.equal(briefName('Harbour Outdoors'), 'Harbour Outdoors');
    assert.equal(briefName(''), '');
  });

  it('keeps the start and the end of a long name, where names of related brands differ', () => {
    const names = ['Northwind Traders International Germany', 'Northwind Traders International France'].map(briefName);
    assert.deepEqual(names, ['Northwind…l Germany', 'Northwind…al France']);
    assert.ok(names.every((name) => [...name].length <= 20));
  });

  it("doesn't cut a character in two", () => {
    assert.equal(briefName('🏔'.repeat(30)), `${'🏔'.repeat(10)}…${'🏔'.repeat(9)}`);
  });
});
