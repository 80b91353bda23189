import type { TableChoice } from '../tables/tableChoice';
import type { MixedColumn, UnitedColumn } from './unitedColumns';

/** One of the results to combine. */
export interface CombineSource {
  /** Absolute. */
  readonly path: string;
  readonly client: string;
  /** The days, as `pieceName` writes them. Empty if they aren't known. */
  readonly period: string;
  /** The last of the days, as ISO 8601. Empty if it isn't known. */
  readonly lastDay: string;
  /** The currency of the client's amounts, such as `EUR`. Empty if it isn't known. */
  readonly currency: string;
  /**
   * When the run that requested the result started, or impact.com made a result that existed before, in milliseconds
   * since the epoch. Rows of newer results replace older ones, and of equally new ones, those of later days.
   */
  readonly madeAtMs: number;
  readonly choice?: TableChoice | undefined;
}

/** Which currencies meet in a table, and the column that tells them apart. */
export interface MetCurrencies {
  /** Sorted. */
  readonly currencies: readonly string[];
  /** The title of our column, or of the one that all results have. */
  readonly column: string;
}

/** A table out of several results, and what to know of it. */
export interface CombinedTable {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly rows: number;
  readonly columns: readonly UnitedColumn[];
  /** How many rows a newer row with the same key has replaced. */
  readonly replacedRows: number;
  /** The rows of each source, in order. Undefined for one that couldn't be read. */
  readonly sourceRows: readonly (number | undefined)[];
  readonly mixed: readonly MixedColumn[];
  /** Undefined if the clients have one currency. */
  readonly met: MetCurrencies | undefined;
  /** The paths of results that can't be read as tables. */
  readonly unreadable: readonly string[];
}

/** How many results a table should have. */
export interface TableCounts {
  readonly wished: number;
  /** Those that aren't there, so that the table isn't complete. */
  readonly missing: number;
  /** Those that couldn't be exported again, so that the table has them as they were. */
  readonly earlier: number;
}
