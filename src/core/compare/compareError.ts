import type { TableErrorKind } from '../tables/tableError';

export const SIDES = ['before', 'after'] as const;
export type Side = (typeof SIDES)[number];

/**
 * Why two files can't be compared row by row. `unreadable`: the file of `side` isn't a table or is damaged, see
 * `reason`; `noCommonColumns`: no column has a title that the other file has, too; `fileChanged`: something wrote to a
 * file while it was compared; `noTable`: the file of `side` doesn't have the table that the user chose; `outOfMemory`:
 * a row is too large.
 */
export const COMPARE_ERROR_KINDS = ['unreadable', 'noCommonColumns', 'fileChanged', 'noTable', 'outOfMemory'] as const;

export interface CompareErrorDetails {
  readonly side?: Side;
  readonly reason?: { readonly kind: TableErrorKind; readonly subject: string; readonly line: number | undefined };
  /** The columns of both files, or the tables of one. */
  readonly names?: Readonly<Partial<Record<Side, readonly string[]>>>;
}

/** `message` is for the log. People get a sentence made from the other fields. */
export class CompareError extends Error {
  override readonly name = 'CompareError';
  readonly side: Side | undefined;
  readonly reason: CompareErrorDetails['reason'];
  readonly names: Readonly<Partial<Record<Side, readonly string[]>>>;

  constructor(
    readonly kind: (typeof COMPARE_ERROR_KINDS)[number],
    message: string,
    { side, reason, names = {} }: CompareErrorDetails = {},
  ) {
    super(message);
    this.side = side;
    this.reason = reason;
    this.names = names;
  }
}

/** Checks the shape, not the class, because the error comes from another thread or bundle. */
export function isCompareError(error: unknown): error is CompareError {
  return (
    error instanceof Error &&
    error.name === 'CompareError' &&
    COMPARE_ERROR_KINDS.some((kind) => kind === (error as CompareError).kind)
  );
}
