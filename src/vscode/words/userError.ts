/** An error whose message is a sentence for the user. Commands reject with it. */
export class UserError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'UserError';
  }
}
