import { ApiError } from '../apiError';
import { isLoopback } from '../api/baseUrl';
import { plainText } from '../api/plainText';
import type { Secrets } from '../api/secrets';

const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];

export function isRedirect(status: number): boolean {
  return REDIRECTS.includes(status);
}

/**
 * The target of a redirect. HTTPS to any host is allowed. Loopback is allowed only if the server is itself on loopback,
 * so that no response from outside reaches into this machine. HTTP is allowed only on loopback and from HTTP. An
 * address that contains the credentials is refused, because it would send them to others and write them to the log.
 * Throws ApiError `unsafe`.
 */
export function redirectTarget(location: string | null, from: URL, secrets: Secrets): URL {
  let target: URL;
  try {
    target = new URL(location ?? '', location === null ? undefined : from);
  } catch {
    // The parser's error isn't passed on as the cause, because it quotes the address.
    throw new ApiError('unreadable', `${from.host} redirects to an invalid address`);
  }
  if (secrets.isInAddress(location ?? '') || secrets.isInAddress(target.href)) {
    throw new ApiError('unsafe', `${from.host} redirects to an address that contains the credentials`);
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

/** Recognizes loopback under its other names, too: `localhost.`, the unspecified addresses, and IPv4 inside IPv6. */
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
