import { compareKeys } from '../../core/rows/cellOrder';
import type { TextOrder } from '../../core/rows/textOrder';
import { cellFilter } from './cellFilter';
import type { Arrangement, GridColumn } from './gridColumn';

/** Filters and sorts rows. Equal rows keep their original order. Pure. */
export function arrangeRows<Row>(
  rows: readonly Row[],
  columns: readonly GridColumn<Row>[],
  { sort, search, filters }: Arrangement,
  order?: TextOrder,
): readonly Row[] {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const tests = columns.flatMap((column) => cellFilter(filters[column.id] ?? '', column) ?? []);
  const isFound = (row: Row): boolean => {
    const texts = columns.map((column) => column.text(row).toLowerCase());
    return words.every((word) => texts.some((text) => text.includes(word)));
  };
  const found =
    tests.length === 0 && words.length === 0
      ? rows
      : rows.filter((row) => tests.every((test) => test(row)) && (words.length === 0 || isFound(row)));
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
