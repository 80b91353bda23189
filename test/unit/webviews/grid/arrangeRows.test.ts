import assert from 'node:assert/strict';
import { orderOf } from '../../../../src/core/rows/cellOrder';
import { arrangeRows, nextSort } from '../../../../src/webviews/grid/arrangeRows';
import { type Arrangement, AS_IT_COMES, type GridColumn } from '../../../../src/webviews/grid/gridColumn';

type Row = readonly [id: string, name: string, sum: string];

const ROWS: readonly Row[] = [
  ['1', 'Nordlicht', '10.50'],
  ['2', 'alpenglück', '9'],
  ['3', 'Café & Co.', ''],
  ['4', 'Nordwind', '100'],
  ['5', '', '9'],
];

const COLUMNS: readonly GridColumn<Row>[] = ['id', 'name', 'sum'].map((id, place) => {
  const { keyOf } = orderOf(ROWS.map((row) => row[place] ?? ''));
  return {
    id,
    title: id,
    widthPx: 80,
    text: (row) => row[place] ?? '',
    order: (row) => keyOf(row[place] ?? ''),
    ...(id === 'sum' ? { readKey: keyOf } : {}),
  };
});

const ids = (change: Partial<Arrangement>): string =>
  arrangeRows(ROWS, COLUMNS, { ...AS_IT_COMES, ...change })
    .map(([id]) => id)
    .join('');

describe('The rows of a grid', () => {
  it('keep their order without sorting', () => assert.equal(arrangeRows(ROWS, COLUMNS, AS_IT_COMES), ROWS));

  for (const [name, change, expected] of [
    [
      'sorted by number, equal ones as they came, empty ones last',
      { sort: { columnId: 'sum', direction: 1 } },
      '25143',
    ],
    [
      'sorted the other way, equal ones still as they came, empty ones still last',
      { sort: { columnId: 'sum', direction: -1 } },
      '41253',
    ],
    ['sorted by text', { sort: { columnId: 'name', direction: 1 } }, '23145'],
    ['sorted by a column that is gone', { sort: { columnId: 'gone', direction: 1 } }, '12345'],
    ['searched in all columns', { search: 'nord' }, '14'],
    ['searched for several words, wherever they are', { search: '9 ALPEN' }, '2'],
    ['filtered by a part of a text', { filters: { name: ' NORD ' } }, '14'],
    ['filtered by what a text lacks', { filters: { name: '!nord' } }, '235'],
    ['filtered by a whole text', { filters: { sum: '=9' } }, '25'],
    ['filtered by emptiness', { filters: { sum: '=' } }, '3'],
    ['filtered by fullness and a number', { filters: { name: '!=x', sum: '>9' } }, '14'],
    ['filtered by number', { filters: { sum: '>= 10.5' } }, '14'],
    ['filtered by the other side of a number', { filters: { sum: '<10' } }, '25'],
    ['filtered by two limits', { filters: { sum: '>= 9 & < 10.5' } }, '25'],
    ['filtered by a number that is none', { filters: { sum: '> x' } }, ''],
    ['filtered by a sign alone, while one types', { filters: { sum: '>' } }, '12345'],
    ['filtered by a sign where texts have no order', { filters: { name: '>a' } }, ''],
    ['filtered in several columns and searched', { filters: { name: 'nord', sum: '>50' }, search: 'wind' }, '4'],
    ['filtered and sorted', { filters: { sum: '=9' }, sort: { columnId: 'id', direction: -1 } }, '52'],
  ] as const satisfies readonly (readonly [string, Partial<Arrangement>, string])[]) {
    it(`are ${name}`, () => assert.equal(ids(change), expected));
  }

  it('cycle through ascending, descending, and original order with one click each', () => {
    const up = nextSort(undefined, 'sum');
    const down = nextSort(up, 'sum');
    assert.deepEqual(
      [up, down, nextSort(down, 'sum')],
      [{ columnId: 'sum', direction: 1 }, { columnId: 'sum', direction: -1 }, undefined],
    );
    assert.deepEqual(nextSort(down, 'id'), { columnId: 'id', direction: 1 });
  });

  it('are arranged quickly for ten thousand rows', () => {
    const many = Array.from({ length: 10_000 }, (_, index): Row => [
      String(index),
      `Partner ${index % 97}`,
      String((index * 7919) % 10_007),
    ]);
    const startedAtMs = performance.now();
    const arranged = arrangeRows(many, COLUMNS, {
      sort: { columnId: 'sum', direction: -1 },
      search: 'partner',
      filters: { sum: '>5000' },
    });
    assert.ok(arranged.length > 4000);
    assert.ok(performance.now() - startedAtMs < 1000);
  });
});
