import type { AccountKind } from '../account';
import { isAccountSid } from '../accounts/accountSid';
import { kindOfSegment } from '../api/endpoints';
import { decoded, readUrl } from './impactUrl';

const MAX_LINK_CHARS = 4000;

/** The credentials in a link of impact.com. */
export interface CredentialLink {
  readonly sid: string;
  /** A secret. Empty if the link has none. */
  readonly token: string;
  /** Undefined if the link's path doesn't say. */
  readonly kind: AccountKind | undefined;
}

/**
 * Reads the credentials in a link such as `https://SID:TOKEN@api.impact.com/Advertisers/SID/…`, with or without
 * `https://`, as the web app and the API give it. Undefined for any other text, and for a link to another server than
 * impact.com and the configured one, `baseUrl`.
 */
export function readCredentialLink(text: string, baseUrl: string): CredentialLink | undefined {
  const { url, isImpact } = readUrl(text, baseUrl, MAX_LINK_CHARS) ?? {};
  if (url === undefined || isImpact !== true) {
    return undefined;
  }
  const segments = url.pathname.split('/');
  const place = segments.findIndex((segment) => kindOfSegment(segment) !== undefined);
  const kind = place < 0 ? undefined : kindOfSegment(segments[place] ?? '');
  const [user, token] = [url.username, url.password].map(decoded);
  const sid = user || (place < 0 ? '' : (segments[place + 1] ?? ''));
  return isAccountSid(sid) && token !== undefined ? { sid, token, kind } : undefined;
}
