import { ApiError } from '../apiError';
import { isLoopback } from '../api/baseUrl';
import { plainText } from '../api/plainText';
import type { Secrets } from '../api/secrets';

const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];

export function isRedirect(status: number): boolean {
  return REDIRECTS.includes(status);
}

/**
 * Where a redirect leads. Storage may be anywhere on https; loopback is for a server that is on loopback itself, so that
 * no answer from outside reaches into this machine; http is for one that spoke http on loopback already. An address that
 * repeats the credentials would carry them to others, and into the log by its host. Throws ApiError `unsafe`.
 */
export function redirectTarget(location: string | null, from: URL, secrets: Secrets): URL {
  let target: URL;
  try {
    target = new URL(location ?? '', location === null ? undefined : from);
  } catch {
    // The parser's own error is no cause: it quotes the address.
    throw new ApiError('unreadable', `${from.host} redirects to no address that can be read`);
  }
  if (secrets.isInAddress(location ?? '') || secrets.isInAddress(target.href)) {
    throw new ApiError('unsafe', `${from.host} redirects to an address that repeats the credentials`);
  }
  const isSecureEnough =
    target.protocol === 'https:' ||
    (target.protocol === 'http:' && isLoopback(target.hostname) && from.protocol === 'http:');
  const isAllowed = isSecureEnough && (!reachesThisMachine(target.hostname) || isLoopback(from.hostname));
  if (!isAllowed) {
    throw new ApiError('unsafe', `${from.host} redirects to ${plainText(`${target.protocol}//${target.host}`, 200)}`);
  }
  if (target.username !== '' || target.password !== '') {
    throw new ApiError('unsafe', `${from.host} redirects to an address with credentials`);
  }
  target.hash = '';
  return target;
}

/** Loopback under its other names as well: `localhost.`, the unspecified addresses, and IPv4 inside of IPv6. */
function reachesThisMachine(hostname: string): boolean {
  const host = hostname.replace(/\.$/, '');
  return (
    isLoopback(host) ||
    host.endsWith('.localhost') ||
    /^0(?:\.\d{1,3}){3}$/.test(host) ||
    host === '[::]' ||
    /^\[::(?:ffff:)?(?:7f[\da-f]{2}|0):[\da-f]{1,4}\]$/.test(host)
  );
}
