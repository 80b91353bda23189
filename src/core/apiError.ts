/**
 * What went wrong, told apart by what helps:
 * `unauthorized`, `forbidden` and `otherServer` (nobody has agreed that the token goes to this one) concern the credentials, `rejected` the request, `notFound` the job, `unknownReport` the report, `tooLarge` the answer,
 * `rateLimited` and `budget` (the machine's own) ask to wait, `server`, `unreadable`, `timeout`, `cut`, `offline` and `refused` pass by themselves,
 * `tls` and `unsafe` mean that the other side is not trusted, `aborted` that the user changed their mind.
 */
export const API_ERROR_KINDS = [
  'unauthorized',
  'forbidden',
  'otherServer',
  'notFound',
  'unknownReport',
  'rejected',
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

/** What the server finds wrong with one parameter of a request. */
export interface FieldError {
  /** As sent: `START_DATE`, `AccountId`. */
  readonly field: string;
  readonly message: string;
}

export interface ApiErrorDetails {
  /** HTTP status, where there was an answer. */
  readonly status?: number | undefined;
  /** What the server said, in its own words. */
  readonly serverMessage?: string | undefined;
  readonly fields?: readonly FieldError[] | undefined;
  /** No request before this time (milliseconds since the epoch). */
  readonly retryAtMs?: number | undefined;
  readonly cause?: unknown;
}

export class ApiError extends Error {
  readonly status: number | undefined;
  readonly serverMessage: string | undefined;
  /** The parameters that the server blames; empty where it blames none by name. */
  readonly fields: readonly FieldError[];
  readonly retryAtMs: number | undefined;

  /** `message` is for the log; people get a sentence made from `kind` and `serverMessage`. */
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

/** By shape rather than class: lazily loaded bundles carry a copy of the class. */
export function isApiError(error: unknown): error is ApiError {
  return (
    error instanceof Error &&
    error.name === 'ApiError' &&
    API_ERROR_KINDS.some((kind) => kind === (error as ApiError).kind)
  );
}

/** The error as an ApiError: what is none is taken for an answer that could not be read. */
export function asApiError(error: unknown): ApiError {
  return isApiError(error)
    ? error
    : new ApiError('unreadable', error instanceof Error ? error.message : String(error), { cause: error });
}

/** Whether the credentials are the reason; only then may the sign-in state change. */
export function isCredentialError(error: ApiError): boolean {
  return error.kind === 'unauthorized' || error.kind === 'forbidden' || error.kind === 'otherServer';
}
