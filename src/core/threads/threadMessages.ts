/** What a thread sends. */
export type ThreadMessage<Result, Progress> =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'done'; readonly result: Result }
  | { readonly kind: 'failed'; readonly error: PlainError };

/** An error between threads. A cloned error loses the fields that distinguish errors. */
export interface PlainError {
  readonly name: string;
  readonly message: string;
  readonly [field: string]: unknown;
}

export function toPlainError(error: unknown): PlainError {
  return error instanceof Error
    ? { ...error, name: error.name, message: error.message }
    : { name: 'Error', message: String(error) };
}

export function fromPlainError({ message, ...fields }: PlainError): Error {
  return Object.assign(new Error(message), fields);
}
