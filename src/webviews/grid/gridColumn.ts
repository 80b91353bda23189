import type { ComponentChildren } from 'preact';
import type { FilteredColumn, RowFilter } from '../../core/rows/cellFilter';

/** One column of a grid, for any kind of rows. */
export interface GridColumn<Row> extends FilteredColumn<Row> {
  readonly title: string;
  /** A second line under the title. */
  readonly note?: string;
  /** More about the column, for the title's tooltip and for screen readers. */
  readonly description?: string;
  readonly isEndAligned?: boolean;
  readonly widthPx: number;
  /** Draws the cell if it shows more than its text. */
  readonly draw?: (row: Row) => ComponentChildren;
}

/** Which rows are shown, and in what order. */
export interface Arrangement extends RowFilter {
  readonly sort: { readonly columnId: string; readonly direction: 1 | -1 } | undefined;
}

export const AS_IT_COMES: Arrangement = { sort: undefined, search: '', filters: {} };

export function isFiltered({ search, filters }: Arrangement): boolean {
  return search.trim() !== '' || Object.values(filters).some((filter) => filter !== '');
}

export function withoutFilters({ sort }: Arrangement): Arrangement {
  return { ...AS_IT_COMES, sort };
}
