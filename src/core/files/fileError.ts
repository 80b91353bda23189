/** A path that should be a plain file is a link, a device, or a folder, or the file is far too large. */
export class NotPlainError extends Error {
  readonly code = 'ENOTPLAIN';

  constructor(
    readonly path: string,
    reason: string,
  ) {
    super(`${path} wasn't opened: ${reason}`);
    this.name = 'NotPlainError';
  }
}

/** The file system's short name for an error, such as `ENOENT`. Empty for other errors. */
export function errorCode(error: unknown): string {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : '';
}

/** Returns undefined if a file doesn't exist, and throws any other error. */
export function unlessMissing(error: unknown): undefined {
  if (errorCode(error) !== 'ENOENT') {
    throw error;
  }
}

/** What `action` returns, or `missing` if a file or folder doesn't exist. Throws any other error. */
export function orIfMissing<T>(missing: T, action: () => T): T {
  try {
    return action();
  } catch (error) {
    unlessMissing(error);
    return missing;
  }
}

/** Somebody else holds or has taken over the lock. */
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
