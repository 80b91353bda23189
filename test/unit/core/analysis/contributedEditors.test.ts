import assert from 'node:assert/strict';
import { contributedEditors } from '../../../../src/core/analysis/contributedEditors';

const editor = (viewType: string, ...patterns: readonly unknown[]) => ({
  viewType,
  displayName: viewType.toUpperCase(),
  selector: patterns.map((filenamePattern) => ({ filenamePattern })),
});

describe('An editor that another extension contributes', () => {
  const packageJson = {
    contributes: {
      customEditors: [
        editor('table', '*.csv'),
        editor('sheet', '*.xlsx', '**/*.{tsv, CSV}'),
        editor('hex', '*'),
        editor('log', '*.log'),
        editor('odd', 7, null),
        null,
        { selector: [{ filenamePattern: '*.csv' }] },
      ],
    },
  };
  const found = (fileName: string): readonly string[] =>
    contributedEditors(packageJson, fileName).map(({ viewType }) => viewType);

  it('is offered for files of its type, and not if it takes every file', () => {
    assert.deepEqual(found('Action Listing.CSV'), ['table', 'sheet']);
    assert.deepEqual(found('a.tsv'), ['sheet']);
    assert.deepEqual(found('a.json'), []);
    assert.deepEqual(found('csv'), []);
  });

  it('is read from a package.json of any shape', () => {
    for (const shape of [undefined, null, 1, {}, { contributes: [] }, { contributes: { customEditors: {} } }]) {
      assert.deepEqual(contributedEditors(shape, 'a.csv'), []);
    }
  });
});
