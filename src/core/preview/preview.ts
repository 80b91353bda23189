import type { TableError } from '../tables/tableError';
import type { TableDescription } from '../tables/tableReader';

/** The beginning of a result as a table. */
export interface Preview extends TableDescription {
  /** In the file's own words; they may repeat or be empty. */
  readonly columns: readonly string[];
  /** A row may have fewer cells than there are columns: those that it lacks are empty. */
  readonly rows: readonly (readonly string[])[];
  readonly leftOutColumns: number;
  /** These are all rows of the file. */
  readonly isWhole: boolean;
  /** Why the file cannot be read beyond the rows that are here. */
  readonly damage: TableError | undefined;
  /** Undefined where it was not told. */
  readonly fileBytes: number | undefined;
  /** What was read of the file for these rows. */
  readonly readBytes: number;
  /** What came over the network or from the disk, read or not. */
  readonly fetchedBytes: number;
  readonly fileName: string | undefined;
}

/** How much of a result is wanted; less in tests alone. */
export interface PreviewLimits {
  readonly maxRows: number;
  /** The most that is fetched. */
  readonly maxBytes: number;
}

export const DEFAULT_LIMITS: PreviewLimits = { maxRows: 1000, maxBytes: 4 * 1024 * 1024 };
