import type { Encoding } from './sniffEncoding';
import type { TableFormat } from './sniffTable';

/** The beginning of a result as a table. */
export interface Preview {
  readonly format: TableFormat;
  readonly encoding: Encoding;
  /** CSV alone. */
  readonly delimiter: string | undefined;
  /** In the file's own words; they may repeat or be empty. */
  readonly columns: readonly string[];
  /** A row may have fewer cells than there are columns: those that it lacks are empty. */
  readonly rows: readonly (readonly string[])[];
  readonly leftOutColumns: number;
  /** These are all rows of the file. */
  readonly isWhole: boolean;
  /** The file cannot be read beyond the rows that are here. */
  readonly isDamaged: boolean;
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
