import { ApiError } from '../api/apiError';
import { isLoopback } from '../api/baseUrl';

const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];

export function isRedirect(status: number): boolean {
  return REDIRECTS.includes(status);
}

/**
 * Where a redirect leads. Storage may be anywhere on https; loopback is for a server that is on loopback itself, so that
 * no answer from outside reaches into this machine; http is for one that spoke http on loopback already. Throws ApiError
 * `unsafe`.
 */
export function redirectTarget(location: string | null, from: URL): URL {
  let target: URL;
  try {
    target = new URL(location ?? '', location === null ? undefined : from);
  } catch (cause) {
    throw new ApiError('unreadable', `${from.host} redirects to no address that can be read`, { cause });
  }
  const isLocal = isLoopback(target.hostname);
  const isSecureEnough = target.protocol === 'https:' || (target.protocol === 'http:' && isLocal && from.protocol === 'http:');
  const isAllowed = isSecureEnough && (!isLocal || isLoopback(from.hostname));
  if (!isAllowed) {
    throw new ApiError('unsafe', `${from.host} redirects to ${target.protocol}//${target.host}`);
  }
  if (target.username !== '' || target.password !== '') {
    throw new ApiError('unsafe', `${from.host} redirects to an address with credentials`);
  }
  target.hash = '';
  return target;
}
