import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Comparison } from '../../../../src/core/compare/comparison';
import type { DifferenceQuery, ListedDifferences } from '../../../../src/core/compare/differences';
import { DifferenceReader } from '../../../../src/core/compare/differenceFile';
import { exportDifferences } from '../../../../src/core/compare/exportDifferences';
import { findDifferences } from '../../../../src/core/compare/findDifferences';
import { compareRowsOf, listOf } from '../../../support/compareTexts';
import { temporaryFolder } from '../../../support/temporaryFolder';

const BEFORE = 'Id,State,Payout\n1,open,1.50\n2,open,20.00\n3,open,3.00\n4,"a, b",4.00\n';
const AFTER = 'Id,State,Payout\n1,closed,1.50\n2,open,100.00\n4,"a, b",\n5,new,5.00\n';
const WORDS = { kinds: { changed: 'Changed', added: 'Added', removed: 'Removed' }, emptyCell: 'empty' };
const ALL: DifferenceQuery = { kind: undefined, search: '', filters: {}, sort: undefined };
const STATE = '1';
const PAYOUT = '2';

describe('The rows that differ', () => {
  const folder = temporaryFolder();
  let differences: ListedDifferences;

  const list = async (before: string, after: string): Promise<Comparison> =>
    compareRowsOf(folder, { before, after, withList: true });
  const differencesOf = async (before: string, after: string): Promise<ListedDifferences> =>
    (await list(before, after)).differences ?? assert.fail('there is no list');
  const find = async (query: Partial<DifferenceQuery>): Promise<readonly number[]> => [
    ...(await findDifferences({ differences, query: { ...ALL, ...query }, language: 'en', words: WORDS })),
  ];

  beforeEach(async () => {
    differences = await differencesOf(BEFORE, AFTER);
  });

  it('are changed, added, and removed rows with both values of each changed cell', async () => {
    assert.deepEqual(await listOf(await list(BEFORE, AFTER)), [
      { kind: 'changed', before: ['1', 'open', '1.50'], after: ['1', 'closed', '1.50'], changed: [1] },
      { kind: 'changed', before: ['2', 'open', '20.00'], after: ['2', 'open', '100.00'], changed: [2] },
      { kind: 'removed', before: ['3', 'open', '3.00'], changed: [] },
      { kind: 'changed', before: ['4', 'a, b', '4.00'], after: ['4', 'a, b', ''], changed: [2] },
      { kind: 'added', after: ['5', 'new', '5.00'], changed: [] },
    ]);
    assert.deepEqual(differences.columns, [
      { label: 'Id', type: 'integer', isKey: true },
      { label: 'State', type: 'text', isKey: false },
      { label: 'Payout', type: 'decimal', notation: '.', isKey: false },
    ]);
  });

  for (const [what, query, positions] of [
    ['all', {}, [0, 1, 2, 3, 4]],
    ['by kind', { kind: 'removed' }, [2]],
    ['by text, before and after', { search: 'CLOSED' }, [0]],
    ['by the earlier text', { filters: { [PAYOUT]: '20.0' } }, [1]],
    ['by the word for an empty cell', { search: 'empty' }, [3]],
    ['by the word for a kind', { filters: { '-1': 'add' } }, [4]],
    ['by amounts', { filters: { [PAYOUT]: '> 3' } }, [1, 4]],
    ['by everything together', { kind: 'changed', search: 'open', filters: { [PAYOUT]: '>= 1.5' } }, [0, 1]],
    ['sorted by amounts, not by texts', { sort: { columnId: PAYOUT, direction: -1 } }, [1, 4, 2, 0, 3]],
    ['sorted by text', { sort: { columnId: STATE, direction: 1 } }, [3, 0, 4, 1, 2]],
    ['sorted by kind', { sort: { columnId: '-1', direction: 1 } }, [0, 1, 3, 4, 2]],
  ] as const) {
    it(`are found ${what}`, async () => assert.deepEqual(await find(query), positions));
  }

  it('are read from any place, and only the first if they are large', async () => {
    const reader = await DifferenceReader.open(differences.folder);
    const rows = await reader.read([4, 0, 2], 1_000);
    assert.deepEqual(
      rows.map(({ kind }) => kind),
      ['added', 'changed', 'removed'],
    );
    assert.equal((await reader.read([0, 1, 2], 1)).length, 1);
    await reader.close();
  });

  it('have cut cells if those are too long, and still show whether they differ', async () => {
    const long = 'x'.repeat(300_000);
    const cut = await differencesOf(`Id,A,B\n1,${long},${long}y\n2,b,c\n`, `Id,A,B\n1,${long},${long}z\n2,b,c\n`);
    const reader = await DifferenceReader.open(cut.folder);
    const [row] = await reader.read([0], 1);
    await reader.close();
    assert.equal(cut.hasCutCells, true);
    assert.deepEqual(row?.changed, [2]);
    assert.deepEqual(
      row.after?.map((cell) => cell.length),
      [1, 32_768, 32_768],
    );
  });

  it('are exported with a column before and after for each column that changed', async () => {
    const file = folder.write('out.csv', 'old');
    const words = { kind: 'Change', kinds: WORDS.kinds, before: '{0} (before)', after: '{0} (after)' };
    await exportDifferences({ differences, positions: undefined, file, words });
    assert.equal(
      readFileSync(file, 'utf8'),
      [
        'Change,Id,State (before),State (after),Payout (before),Payout (after)',
        'Changed,1,open,closed,1.50,1.50',
        'Changed,2,open,open,20.00,100.00',
        'Removed,3,open,,3.00,',
        'Changed,4,"a, b","a, b",4.00,',
        'Added,5,,new,,5.00',
        '',
      ].join('\n'),
    );
    await exportDifferences({ differences, positions: Uint32Array.from([3, 0]), file, words });
    assert.deepEqual(readFileSync(file, 'utf8').split('\n').slice(1, 3), [
      'Changed,4,"a, b","a, b",4.00,',
      'Changed,1,open,closed,1.50,1.50',
    ]);
  });
});
