import { ApiError, type ApiErrorKind, isApiError } from '../apiError';
import { plainText } from './plainText';

const MAX_MESSAGE_CHARS = 300;

const KIND_BY_CODE: ReadonlyMap<string, ApiErrorKind> = new Map<string, ApiErrorKind>(
  Object.entries({
    ENOTFOUND: 'offline',
    EAI_AGAIN: 'offline',
    EAI_FAIL: 'offline',
    ENETUNREACH: 'offline',
    ENETDOWN: 'offline',
    EHOSTUNREACH: 'offline',
    EHOSTDOWN: 'offline',
    EADDRNOTAVAIL: 'offline',
    ECONNREFUSED: 'refused',
    ECONNRESET: 'cut',
    ECONNABORTED: 'cut',
    EPIPE: 'cut',
    ERR_STREAM_PREMATURE_CLOSE: 'cut',
    ETIMEDOUT: 'timeout',
    EPROTO: 'tls',
    HOSTNAME_MISMATCH: 'tls',
    DEPTH_ZERO_SELF_SIGNED_CERT: 'tls',
    SELF_SIGNED_CERT_IN_CHAIN: 'tls',
    Z_BUF_ERROR: 'cut',
  }),
);

const KIND_BY_PREFIX: readonly (readonly [string, ApiErrorKind])[] = [
  ['CERT_', 'tls'],
  ['ERR_TLS_', 'tls'],
  ['ERR_SSL_', 'tls'],
  ['UNABLE_TO_', 'tls'],
  ['HPE_', 'unreadable'],
  ['Z_', 'unreadable'],
  ['ERR__ERROR_FORMAT', 'unreadable'], // Brotli's
];

/** Turns a failure below HTTP into an ApiError. Decides by Node's error codes, never by an error's text. */
export function classifyNetworkError(error: unknown): ApiError {
  if (isApiError(error)) {
    return error;
  }
  // Node's message about a certificate contains text from the other side.
  const message = plainText(error instanceof Error ? error.message : String(error), MAX_MESSAGE_CHARS);
  if (error instanceof Error && error.name === 'AbortError') {
    return new ApiError('aborted', 'The request was canceled', { cause: error });
  }
  for (const code of codesOf(error)) {
    const kind = KIND_BY_CODE.get(code) ?? KIND_BY_PREFIX.find(([prefix]) => code.startsWith(prefix))?.[1];
    if (kind !== undefined) {
      return new ApiError(kind, `${code}: ${message}`, { cause: error });
    }
  }
  return new ApiError('cut', message, { cause: error });
}

/** The codes of an error and its causes, outermost first. */
export function codesOf(error: unknown): string[] {
  const codes: string[] = [];
  for (let current = error, depth = 0; current instanceof Error && depth < 5; current = current.cause, depth++) {
    const { code } = current as { code?: unknown };
    if (typeof code === 'string') {
      codes.push(code);
    }
    if (current instanceof AggregateError) {
      codes.push(...current.errors.flatMap(codesOf));
    }
  }
  return codes;
}
