import { ApiError } from '../apiError';
import { errorMessageOf, fieldErrorsOf, isApiForm, isPage } from './decodeErrorMessage';
import type { HeaderSource } from './http';
import type { Allowance } from './requestGate';
import { kindOfStatus, retryAtOf } from './statusKind';

/**
 * The error for an HTTP status of 400 or above, with the server's message from `body`. `allowance` is the one that the
 * request used.
 */
export function errorOfAnswer(
  status: number,
  headers: HeaderSource,
  body: string,
  nowMs: number,
  allowance: Allowance = 'requests',
): ApiError {
  const serverMessage = errorMessageOf(body) || undefined;
  const message = `HTTP ${status}${serverMessage === undefined ? '' : `: ${serverMessage}`}`;
  const details = { status, serverMessage };
  if (isFromBetween(status, body)) {
    return new ApiError('unreadable', message, details);
  }
  const kind = kindOfStatus(status);
  return new ApiError(kind, message, {
    ...details,
    retryAtMs: retryAtOf(kind, headers, nowMs, allowance),
    fields: kind === 'rejected' ? fieldErrorsOf(body) : undefined,
  });
}

/**
 * Whether something between this machine and impact.com answered, such as a firewall or the sign-in page of a network.
 * Credentials are only rejected, and a job, report, or account is only unknown, in the API's own form.
 */
function isFromBetween(status: number, body: string): boolean {
  switch (status) {
    case 401:
    case 403:
    case 404:
    case 451:
      return !isApiForm(body);
    case 511:
      return true;
    default:
      return isPageFromBetween(status, body);
  }
}

/** The statuses that say the same whoever sends them: the proxy's own login, a timeout, and a wait. */
const PLAIN: readonly number[] = [407, 408, 429];

/** Whether the response is a page of something between this machine and the server, whatever its status says. */
export function isPageFromBetween(status: number, body: string): boolean {
  return status < 500 && !PLAIN.includes(status) && isPage(body);
}
