import type { AccountKind } from '../account';
import { isAccountSid } from '../accounts/accountSid';
import { kindOfSegment } from '../api/endpoints';

const MAX_LINK_CHARS = 4000;
const IMPACT_HOST = /^(?:[a-z\d-]+\.)*(?:impact|impactradius)\.com$/;

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
  const trimmed = text.trim();
  if (trimmed.length > MAX_LINK_CHARS || /\s/.test(trimmed)) {
    return undefined;
  }
  const href = /^https?:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`;
  if (!URL.canParse(href)) {
    return undefined;
  }
  const url = new URL(href);
  const isImpact = url.protocol === 'https:' && IMPACT_HOST.test(url.hostname);
  if (!isImpact && !(URL.canParse(baseUrl) && url.origin === new URL(baseUrl).origin)) {
    return undefined;
  }
  const segments = url.pathname.split('/');
  const place = segments.findIndex((segment) => kindOfSegment(segment) !== undefined);
  const kind = place < 0 ? undefined : kindOfSegment(segments[place] ?? '');
  const [user, token] = [url.username, url.password].map(decoded);
  const sid = user || (place < 0 ? '' : (segments[place + 1] ?? ''));
  return isAccountSid(sid) && token !== undefined ? { sid, token, kind } : undefined;
}

/** Undefined if the percent encoding is invalid. */
function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
