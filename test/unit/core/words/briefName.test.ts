import assert from 'node:assert/strict';
import { briefName } from '../../../../src/core/words/briefName';

describe('briefName', () => {
  it('keeps a short name', () => {
    assert.equal(briefName('Harbour Outdoors (demo)'), 'Harbour Outdoors (demo)');
    assert.equal(briefName(''), '');
  });

  it('keeps the start and the end of a long name, where names of related brands differ', () => {
    const names = ['Northwind Traders International Germany', 'Northwind Traders International France'].map(briefName);
    assert.deepEqual(names, ['Northwind Trade…tional Germany', 'Northwind Trade…ational France']);
    assert.ok(names.every((name) => [...name].length <= 30));
  });

  it("doesn't cut a character in two", () => {
    assert.equal(briefName('🏔'.repeat(40)), `${'🏔'.repeat(15)}…${'🏔'.repeat(14)}`);
  });
});
