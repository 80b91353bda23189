import type { CompareProgress } from './compareProgress';
import type { CompareRequest } from './compareFiles';
import type { ComparisonResult } from './comparison';
import type { ExportRequest } from './exportDifferences';
import type { FindRequest } from './findDifferences';

/** What a thread does, and what it returns. */
export interface ThreadWork {
  readonly compare: { readonly request: CompareRequest; readonly result: ComparisonResult };
  /** Finds and sorts the rows that differ. */
  readonly find: { readonly request: FindRequest; readonly result: Uint32Array };
  readonly export: { readonly request: ExportRequest; readonly result: undefined };
}

export type ThreadRequest = {
  [Kind in keyof ThreadWork]: { readonly kind: Kind; readonly request: ThreadWork[Kind]['request'] };
}[keyof ThreadWork];

/** What a thread sends. */
export type ThreadMessage =
  | { readonly kind: 'progress'; readonly progress: CompareProgress }
  | { readonly kind: 'done'; readonly result: ThreadWork[keyof ThreadWork]['result'] }
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
