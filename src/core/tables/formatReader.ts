import type { TableNote } from './tableNotes';

/** A table in a file that may hold several. */
export interface FoundTable {
  /** The names that lead to it, divided by slashes; empty where the whole file is the table. */
  readonly path: string;
  /** As far as the file was read. */
  readonly rows: number;
}

/** Reads the rows of one format out of a text that comes in parts, into the table that it was made with. */
export interface FormatReader {
  /** Takes the next part. Throws TableError where the text cannot be read any further; the rows before stay. */
  readonly push: (text: string) => void;
  /** The text is over. False: it was cut, and so the row that it ends in does not count. Throws TableError. */
  readonly end: (isWhole: boolean) => void;
  /** The text turned out to be broken: rows that were held until then are handed out. */
  readonly close: () => void;
  /** What a reader should know of how the rows were read. */
  readonly notes: () => readonly TableNote[];
  /** None for a format that holds one table. */
  readonly tables: () => readonly FoundTable[];
  /** The path of the table that the rows are of. */
  readonly table: () => string | undefined;
}
