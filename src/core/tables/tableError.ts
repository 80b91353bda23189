/**
 * Why a file can't be read as a table. `notATable`: it's another kind of file. `unreadable`: it breaks its format's
 * rules. `tooDeep`: its values are nested too deeply. `rowTooLong`: a row is too large for memory. `noFile`: the disk
 * can't read it.
 */
const TABLE_ERROR_KINDS = ['notATable', 'unreadable', 'tooDeep', 'rowTooLong', 'noFile'] as const;
export type TableErrorKind = (typeof TABLE_ERROR_KINDS)[number];

export class TableError extends Error {
  override readonly name = 'TableError';

  /** `message` is for the log. People get a sentence made from the other fields. */
  constructor(
    readonly kind: TableErrorKind,
    message: string,
    /** What the file is or claims to be: its extension, without a dot. For `noFile`, its path. */
    readonly subject: string,
    /** Starts at 1. Undefined if the error isn't about a line. */
    readonly line?: number,
  ) {
    super(message);
  }
}

/** Checks the shape, not the class, because each lazily loaded bundle has its own copy of the class. */
export function isTableError(error: unknown): error is TableError {
  return (
    error instanceof Error &&
    error.name === 'TableError' &&
    TABLE_ERROR_KINDS.some((kind) => kind === (error as TableError).kind)
  );
}
