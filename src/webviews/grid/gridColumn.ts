import type { ComponentChildren } from 'preact';
import type { OrderKey } from '../../core/rows/orderKey';

/** One column of a grid, for any kind of rows. */
export interface GridColumn<Row> {
  /** Stays the same when rows are arranged or reloaded. */
  readonly id: string;
  readonly title: string;
  /** A second line under the title. */
  readonly note?: string;
  /** More about the column, for the title's tooltip and for screen readers. */
  readonly description?: string;
  readonly isEndAligned?: boolean;
  readonly widthPx: number;
  /** The cell's text, which is shown, searched, and copied. */
  readonly text: (row: Row) => string;
  /** The value that rows are sorted by. */
  readonly order: (row: Row) => OrderKey;
  /**
   * Reads the value typed in a filter (`> 10`) in the same way as `order` reads cells. Without it, filters only search
   * for text.
   */
  readonly readKey?: (text: string) => OrderKey;
  /** Draws the cell if it shows more than its text. */
  readonly draw?: (row: Row) => ComponentChildren;
}

/** Which rows are shown, and in what order. */
export interface Arrangement {
  readonly sort: { readonly columnId: string; readonly direction: 1 | -1 } | undefined;
  /** Searched in all columns. */
  readonly search: string;
  /** By column ID. */
  readonly filters: Readonly<Record<string, string>>;
}

export const AS_IT_COMES: Arrangement = { sort: undefined, search: '', filters: {} };

export function isFiltered({ search, filters }: Arrangement): boolean {
  return search.trim() !== '' || Object.values(filters).some((filter) => filter !== '');
}

export function withoutFilters({ sort }: Arrangement): Arrangement {
  return { ...AS_IT_COMES, sort };
}
