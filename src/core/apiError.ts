/**
 * The kinds of errors, by what helps:
 * - The credentials: `unauthorized`, `forbidden`, and `otherServer` (the user hasn't agreed to send the token to this
 *   server).
 * - The request is wrong: `rejected`, and `noClicks` (there is no such export of clicks).
 * - The job, report, or account is unknown: `notFound`, `unknownReport`, `unknownAccount`.
 * - The response is too large: `tooLarge`.
 * - Wait: `rateLimited` and `budget` (this machine's own limit).
 * - Temporary: `server`, `unreadable`, `timeout`, `cut`, `offline`, and `refused`.
 * - The server isn't trusted: `tls` and `unsafe`.
 * - The user canceled: `aborted`.
 */
export const API_ERROR_KINDS = [
  'unauthorized',
  'forbidden',
  'otherServer',
  'notFound',
  'unknownReport',
  'unknownAccount',
  'rejected',
  'noClicks',
  'rateLimited',
  'budget',
  'server',
  'unreadable',
  'tooLarge',
  'timeout',
  'offline',
  'refused',
  'cut',
  'tls',
  'unsafe',
  'aborted',
] as const;
export type ApiErrorKind = (typeof API_ERROR_KINDS)[number];

/** The server's error about one parameter of a request. */
export interface FieldError {
  /** As sent: `START_DATE`, `AccountId`. */
  readonly field: string;
  readonly message: string;
}

export interface ApiErrorDetails {
  /** The HTTP status, if there was a response. */
  readonly status?: number | undefined;
  /** The server's own message. */
  readonly serverMessage?: string | undefined;
  readonly fields?: readonly FieldError[] | undefined;
  /** The server allows no request before this time, in milliseconds since the epoch. */
  readonly retryAtMs?: number | undefined;
  readonly cause?: unknown;
}

export class ApiError extends Error {
  readonly status: number | undefined;
  readonly serverMessage: string | undefined;
  /** The parameters that the server rejects. Empty if it names none. */
  readonly fields: readonly FieldError[];
  readonly retryAtMs: number | undefined;

  /** `message` is for the log. The user sees a sentence made from `kind` and `serverMessage`. */
  constructor(
    readonly kind: ApiErrorKind,
    message: string,
    details: ApiErrorDetails = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'ApiError';
    this.status = details.status;
    this.serverMessage = details.serverMessage;
    this.fields = details.fields ?? [];
    this.retryAtMs = details.retryAtMs;
  }
}

/**
 * Whether the error is an ApiError. Compares the shape, not the class, because each lazily loaded bundle has its own
 * copy of the class.
 */
export function isApiError(error: unknown): error is ApiError {
  return (
    error instanceof Error &&
    error.name === 'ApiError' &&
    API_ERROR_KINDS.some((kind) => kind === (error as ApiError).kind)
  );
}

/** Returns the error as an ApiError. Any other error counts as a response that couldn't be read. */
export function asApiError(error: unknown): ApiError {
  return isApiError(error)
    ? error
    : new ApiError('unreadable', error instanceof Error ? error.message : String(error), { cause: error });
}

/** Whether the credentials are the reason. Only then may the sign-in state change. */
export function isCredentialError(error: ApiError): boolean {
  return error.kind === 'unauthorized' || error.kind === 'forbidden' || error.kind === 'otherServer';
}
