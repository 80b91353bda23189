/**
 * Why there is no preview: `notATable` is another kind of file, `unreadable` one that is broken from its beginning,
 * `noFile` one that cannot be read from the disk.
 */
const PREVIEW_ERROR_KINDS = ['notATable', 'unreadable', 'noFile'] as const;
export type PreviewErrorKind = (typeof PREVIEW_ERROR_KINDS)[number];

export class PreviewError extends Error {
  /** `message` is for the log; people get a sentence made from `kind` and `subject`. */
  constructor(
    readonly kind: PreviewErrorKind,
    message: string,
    /** What the file is or claims to be: its extension without a dot. `noFile`: its path. */
    readonly subject: string,
  ) {
    super(message);
    this.name = 'PreviewError';
  }
}

/** By shape rather than class: lazily loaded bundles carry a copy of the class. */
export function isPreviewError(error: unknown): error is PreviewError {
  return (
    error instanceof Error &&
    error.name === 'PreviewError' &&
    PREVIEW_ERROR_KINDS.some((kind) => kind === (error as PreviewError).kind)
  );
}
