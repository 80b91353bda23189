/** An error whose message is a sentence for the user, with what to do. */
export class CliError extends Error {
  override readonly name = 'CliError';

  constructor(
    readonly kind: 'usage' | 'credentials' | 'failed',
    message: string,
  ) {
    super(message);
  }
}

/** Compares the shape, not the class, because each lazily loaded bundle has its own copy of the class. */
export function isCliError(error: unknown): error is CliError {
  return error instanceof Error && error.name === 'CliError';
}
