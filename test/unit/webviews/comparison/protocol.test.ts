import assert from 'node:assert/strict';
import { decodeComparisonRequest, decodeQuery } from '../../../../src/webviews/comparison/protocol';

const NOTHING = { kind: undefined, search: '', filters: {}, sort: undefined };

describe('What the page of a comparison sends', () => {
  it('is decoded', () => {
    const query = {
      kind: 'added',
      search: 'a',
      filters: { '2': '> 1' },
      sort: { columnId: '2', direction: -1 },
    } as const;
    for (const request of [
      { kind: 'run', action: 'exportChanges' },
      { kind: 'find', queryId: 3, query },
      { kind: 'rows', queryId: 3, from: 0, to: 100 },
      { kind: 'copy', queryId: 3, from: 1, to: 2, places: [-1, 0] },
    ]) {
      assert.deepEqual(decodeComparisonRequest(request), request);
    }
  });

  it('is ignored if it is anything else', () => {
    for (const request of [
      undefined,
      'run',
      { kind: 'run', action: 'replay' },
      { kind: 'rows', queryId: 1, from: -1, to: 5 },
      { kind: 'rows', queryId: 1, from: 0.5, to: 5 },
      { kind: 'rows', queryId: '1', from: 0, to: 5 },
      { kind: 'copy', queryId: 1, from: 0, to: 5, places: ['a'] },
      { kind: 'copy', queryId: 1, from: 0, to: 5 },
    ]) {
      assert.equal(decodeComparisonRequest(request), undefined);
    }
  });

  it('has a query that filters nothing where it is damaged', () => {
    assert.deepEqual(decodeQuery(undefined), NOTHING);
    const damaged = { kind: 'all', search: 1, filters: { a: 1, b: 'x' }, sort: { columnId: '1', direction: 2 } };
    assert.deepEqual(decodeQuery(damaged), { ...NOTHING, filters: { b: 'x' } });
  });
});
