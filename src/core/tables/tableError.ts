/**
 * Why a file cannot be read as a table: `notATable` is another kind of file, `unreadable` one that breaks its format's
 * rules, `tooDeep` one with values nested beyond reason, `rowTooLong` one with a row too large for memory, and `noFile` one
 * that cannot be read from the disk.
 */
const TABLE_ERROR_KINDS = ['notATable', 'unreadable', 'tooDeep', 'rowTooLong', 'noFile'] as const;
export type TableErrorKind = (typeof TABLE_ERROR_KINDS)[number];

export class TableError extends Error {
  override readonly name = 'TableError';

  /** `message` is for the log; people get a sentence made from the other fields. */
  constructor(
    readonly kind: TableErrorKind,
    message: string,
    /** What the file is or claims to be: its extension without a dot. `noFile`: its path. */
    readonly subject: string,
    /** Counted from 1; undefined where no line is to blame. */
    readonly line?: number,
  ) {
    super(message);
  }
}

/** By shape rather than class: lazily loaded bundles carry a copy of the class. */
export function isTableError(error: unknown): error is TableError {
  return (
    error instanceof Error &&
    error.name === 'TableError' &&
    TABLE_ERROR_KINDS.some((kind) => kind === (error as TableError).kind)
  );
}
