import type { TableDescription } from '../tables/tableReader';
import type { ListedDifferences } from './differences';

/** What a file is, and how all of it was read. */
export interface ComparedFile extends Pick<
  TableDescription,
  'format' | 'encoding' | 'dialect' | 'tables' | 'table' | 'notes'
> {
  readonly rows: number;
  readonly bytes: number;
}

/** How many of the rows that changed differ in a column. */
export interface ColumnChange {
  readonly column: string;
  readonly rows: number;
}

/** The totals of a column of numbers in both files, in one currency. */
export interface ColumnTotalChange {
  readonly column: string;
  /** What the rows, or the amounts themselves, name as their currency. Absent if they name none. */
  readonly currency?: string;
  /** Whether the column seems to hold amounts of money, not counts. */
  readonly isMoney: boolean;
  readonly before: number;
  readonly after: number;
}

/** Some cells of a row, in the order of the file. Long cells are cut. */
export type RowSample = readonly { readonly column: string; readonly value: string }[];

export interface ChangedRow {
  /** The values of the key's columns. */
  readonly key: readonly string[];
  /** Cells that differ, up to a limit. Long cells are cut where they begin to differ. */
  readonly cells: readonly { readonly column: string; readonly before: string; readonly after: string }[];
  /** Cells that differ and aren't in `cells`. */
  readonly leftOutCells: number;
}

/** The columns that identify a row. `rows`: no columns do, so a changed row counts as one removed and one added. */
export type ComparisonKey =
  { readonly kind: 'columns'; readonly columns: readonly string[] } | { readonly kind: 'rows' };

/** How many rows of two results are the same, and how many aren't. */
export interface RowCounts {
  readonly unchanged: number;
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
}

/** What changed from one result to the next. */
export interface Comparison extends RowCounts {
  readonly before: ComparedFile;
  readonly after: ComparedFile;
  readonly columns: {
    readonly common: readonly string[];
    /** Columns of one file only. Their cells aren't compared. */
    readonly added: readonly string[];
    readonly removed: readonly string[];
    /** Titles that several columns of a file have. The columns were matched in their order. */
    readonly repeated: readonly string[];
  };
  readonly key: ComparisonKey;
  /** The columns that changed most come first. Counts only the first `detailedRows` changed rows. */
  readonly changedColumns: readonly ColumnChange[];
  readonly detailedRows: number;
  /** Only if they were requested. */
  readonly totals?: readonly ColumnTotalChange[];
  /** Only if they were requested. */
  readonly differences?: ListedDifferences;
  readonly samples: {
    readonly added: readonly RowSample[];
    readonly removed: readonly RowSample[];
    readonly changed: readonly ChangedRow[];
  };
}

/** `same`: all bytes of both files were read, and they're equal. */
export type ComparisonResult = Comparison | 'same';
