import type { ComponentChildren } from 'preact';
import type { OrderKey } from '../../core/rows/orderKey';

/** One column of a grid, for rows of any kind. */
export interface GridColumn<Row> {
  /** Constant over arrangements and reloads. */
  readonly id: string;
  readonly title: string;
  /** A second line under the title. */
  readonly note?: string;
  /** More about the column, for who points at its title or hears it. */
  readonly description?: string;
  readonly isEndAligned?: boolean;
  readonly widthPx: number;
  /** What the cell says: shown, searched and copied. */
  readonly text: (row: Row) => string;
  /** What rows are sorted by. */
  readonly order: (row: Row) => OrderKey;
  /** Reads what is typed into a filter (`> 10`) as `order` reads cells; absent: filters look for texts alone. */
  readonly readKey?: (text: string) => OrderKey;
  /** Draws the cell in another way than by its text. */
  readonly draw?: (row: Row) => ComponentChildren;
}

/** Which rows are shown, and in what order. */
export interface Arrangement {
  readonly sort: { readonly columnId: string; readonly direction: 1 | -1 } | undefined;
  /** Looked for in all columns. */
  readonly search: string;
  /** By column id. */
  readonly filters: Readonly<Record<string, string>>;
}

export const AS_IT_COMES: Arrangement = { sort: undefined, search: '', filters: {} };

export function isFiltered({ search, filters }: Arrangement): boolean {
  return search.trim() !== '' || Object.values(filters).some((filter) => filter !== '');
}

export function withoutFilters({ sort }: Arrangement): Arrangement {
  return { ...AS_IT_COMES, sort };
}
