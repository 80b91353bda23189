/** A place in a folder holds a link, a device or a folder where a plain file belongs, or a file beyond all measure. */
export class NotPlainError extends Error {
  readonly code = 'ENOTPLAIN';

  constructor(
    readonly path: string,
    reason: string,
  ) {
    super(`${path} is left alone: ${reason}`);
    this.name = 'NotPlainError';
  }
}

/** What the file system says by a short name, such as `ENOENT`; empty for other errors. */
export function errorCode(error: unknown): string {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : '';
}

/** Undefined for what is not there; throws every other error. */
export function unlessMissing(error: unknown): undefined {
  if (errorCode(error) !== 'ENOENT') {
    throw error;
  }
}

/** A lock is somebody else's, or has become so. */
export class LockError extends Error {
  readonly code = 'ELOCKED';

  constructor(
    readonly path: string,
    reason: string,
  ) {
    super(`${path}: ${reason}`);
    this.name = 'LockError';
  }
}
