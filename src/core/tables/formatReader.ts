import type { TableNote } from './tableNotes';

/** A table in a file that can contain several. */
export interface FoundTable {
  /** The names that lead to the table, separated by slashes. Empty if the whole file is the table. */
  readonly path: string;
  /** The rows found so far. */
  readonly rows: number;
}

/** Reads the rows of one format from text that arrives in parts. Adds them to the table given at its creation. */
export interface FormatReader {
  /** Reads the next part. Throws TableError if the text can't be read any further. Rows already read stay. */
  readonly push: (text: string) => void;
  /** Ends the text. If `isWhole` is false, the text was cut and its last row is dropped. Throws TableError. */
  readonly end: (isWhole: boolean) => void;
  /** Hands out rows that were held back, because the text turned out to be broken. */
  readonly close: () => void;
  /** What the user should know about how the rows were read. */
  readonly notes: () => readonly TableNote[];
  /** Empty for a format with only one table. */
  readonly tables: () => readonly FoundTable[];
  /** The path of the table that the rows come from. */
  readonly table: () => string | undefined;
}
