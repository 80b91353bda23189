import type { ApiErrorKind } from '../apiError';
import type { HeaderSource } from './http';
import { readRetryAt } from './rateLimit';
import type { Allowance } from './requestGate';

/** What an HTTP status means that is neither a success nor a redirect. */
export function kindOfStatus(status: number): ApiErrorKind {
  switch (status) {
    case 401:
      return 'unauthorized';
    case 403:
      return 'forbidden';
    case 404:
    case 410:
      return 'notFound';
    case 408:
      return 'timeout';
    case 429:
      return 'rateLimited';
    default:
      break;
  }
  if (status >= 500) {
    return 'server';
  }
  return status >= 400 ? 'rejected' : 'unreadable';
}

/** When the server allows the next request, in milliseconds since the epoch. Undefined if it doesn't say. */
export function retryAtOf(
  kind: ApiErrorKind,
  headers: HeaderSource,
  nowMs: number,
  allowance?: Allowance,
): number | undefined {
  if (kind === 'rateLimited') {
    return readRetryAt(headers, nowMs, allowance);
  }
  return kind === 'server' && headers.get('retry-after') !== null ? readRetryAt(headers, nowMs) : undefined;
}
