const IMPACT_HOST = /^(?:[a-z\d-]+\.)*(?:impact|impactradius)\.com$/;
const SCHEME = /^https?:\/\//i;

export interface ReadUrl {
  readonly url: URL;
  /** Whether the URL leads to impact.com over HTTPS, or to the configured server. */
  readonly isImpact: boolean;
}

/**
 * Reads a text that a person copied as a URL, with or without `https://`. Undefined for a text that isn't one. A text
 * without `https://` is one only if it leads to impact.com or the configured server, `baseUrl`.
 */
export function readUrl(text: string, baseUrl: string, maxChars: number): ReadUrl | undefined {
  const trimmed = text.trim();
  if (trimmed.length > maxChars || /\s/.test(trimmed)) {
    return undefined;
  }
  const href = SCHEME.test(trimmed) ? trimmed : `https://${trimmed}`;
  if (!URL.canParse(href)) {
    return undefined;
  }
  const url = new URL(href);
  const isImpact =
    (url.protocol === 'https:' && IMPACT_HOST.test(url.hostname)) ||
    (URL.canParse(baseUrl) && url.origin === new URL(baseUrl).origin);
  return isImpact || href === trimmed ? { url, isImpact } : undefined;
}

/** Undefined if the percent encoding is invalid. */
export function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
