/** Reads rows out of a text that comes in parts, into the table that it was made with. */
export interface RowReader {
  /** Takes the next part. Throws RowError where the text cannot be read any further; the rows before stay. */
  readonly push: (text: string) => void;
  /** The text is over. False: it was cut, and so the row that it ends in does not count. Throws RowError. */
  readonly end: (isWhole: boolean) => void;
}

/** The text is not what it looked like. */
export class RowError extends Error {
  override readonly name = 'RowError';
}

/** By shape rather than class: lazily loaded bundles carry a copy of the class. */
export function isRowError(error: unknown): error is RowError {
  return error instanceof Error && error.name === 'RowError';
}
