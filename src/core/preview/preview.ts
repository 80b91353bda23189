import type { TableError } from '../tables/tableError';
import type { TableDescription } from '../tables/tableReader';

/** The beginning of a result as a table. */
export interface Preview extends TableDescription {
  /** The file's own titles. They can repeat or be empty. */
  readonly columns: readonly string[];
  /** A row can have fewer cells than there are columns. The missing ones are empty. */
  readonly rows: readonly (readonly string[])[];
  readonly leftOutColumns: number;
  /** Whether these are all rows of the file. */
  readonly isWhole: boolean;
  /** Why the file can't be read beyond these rows. */
  readonly damage: TableError | undefined;
  /** Undefined if the size is unknown. */
  readonly fileBytes: number | undefined;
  /** The bytes of the file that were read for these rows. */
  readonly readBytes: number;
  /** The bytes that came over the network or from the disk, read or not. */
  readonly fetchedBytes: number;
  readonly fileName: string | undefined;
}

/** How much of a result to read. Only tests set less. */
export interface PreviewLimits {
  readonly maxRows: number;
  /** The maximum number of bytes to fetch. */
  readonly maxBytes: number;
}

export const DEFAULT_LIMITS: PreviewLimits = { maxRows: 1000, maxBytes: 4 * 1024 * 1024 };
