/**
 * Why results can't become one table. `noTable`: no result can be read as a table. `unknownKey`: no result has a column
 * of the key. `changing`: a result was changed while it was read.
 */
const COMBINE_ERROR_KINDS = ['noTable', 'unknownKey', 'changing'] as const;
export type CombineErrorKind = (typeof COMBINE_ERROR_KINDS)[number];

export class CombineError extends Error {
  override readonly name = 'CombineError';

  /** `message` is for the log. People get a sentence made from the other fields. */
  constructor(
    readonly kind: CombineErrorKind,
    message: string,
    /** The title that's missing, or the file that was changed. */
    readonly subject = '',
    /** A title that was probably meant. */
    readonly suggestion?: string,
  ) {
    super(message);
  }
}

/** Checks the shape, not the class, because each lazily loaded bundle has its own copy of the class. */
export function isCombineError(error: unknown): error is CombineError {
  return (
    error instanceof Error &&
    error.name === 'CombineError' &&
    COMBINE_ERROR_KINDS.some((kind) => kind === (error as CombineError).kind)
  );
}
