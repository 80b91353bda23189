import { rowTest } from '../../core/rows/cellFilter';
import { compareKeys } from '../../core/rows/cellOrder';
import type { TextOrder } from '../../core/rows/textOrder';
import type { Arrangement, GridColumn } from './gridColumn';

/** Filters and sorts rows. Equal rows keep their original order. Pure. */
export function arrangeRows<Row>(
  rows: readonly Row[],
  columns: readonly GridColumn<Row>[],
  { sort, search, filters }: Arrangement,
  order?: TextOrder,
): readonly Row[] {
  const test = rowTest(columns, { search, filters });
  const found = test === undefined ? rows : rows.filter(test);
  const column = columns.find(({ id }) => id === sort?.columnId);
  if (sort === undefined || column === undefined) {
    return found;
  }
  return found
    .map((row) => ({ row, key: column.order(row) }))
    .sort((a, b) => compareKeys(a.key, b.key, sort.direction, order))
    .map(({ row }) => row);
}

/** The sorting after a click on a column's title: ascending, descending, then unsorted. */
export function nextSort(sort: Arrangement['sort'], columnId: string): Arrangement['sort'] {
  if (sort?.columnId !== columnId) {
    return { columnId, direction: 1 };
  }
  return sort.direction === 1 ? { columnId, direction: -1 } : undefined;
}
