/** What a file is, before anything in it is compared. */
export interface ComparedFile {
  readonly rows: number;
  readonly bytes: number;
}

/** How many of the rows that changed differ in a column. */
export interface ColumnChange {
  readonly column: string;
  readonly rows: number;
}

/** Some cells of a row, in the order of the file. */
export type RowSample = readonly { readonly column: string; readonly value: string }[];

export interface ChangedRow {
  /** The values of the key's columns. */
  readonly key: readonly string[];
  readonly cells: readonly { readonly column: string; readonly before: string; readonly after: string }[];
}

/** What tells rows apart. `rows`: no columns do, so a row that changed counts as one removed and one added. */
export type ComparisonKey =
  { readonly kind: 'columns'; readonly columns: readonly string[] } | { readonly kind: 'rows' };

/** What changed from one result to the next. */
export interface Comparison {
  readonly before: ComparedFile;
  readonly after: ComparedFile;
  readonly columns: {
    readonly common: readonly string[];
    readonly added: readonly string[];
    readonly removed: readonly string[];
  };
  readonly key: ComparisonKey;
  readonly unchanged: number;
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  /** The columns that changed most first; of the first `detailedRows` rows that changed. */
  readonly changedColumns: readonly ColumnChange[];
  readonly detailedRows: number;
  readonly samples: {
    readonly added: readonly RowSample[];
    readonly removed: readonly RowSample[];
    readonly changed: readonly ChangedRow[];
  };
}
