export const DEFAULT_BASE_URL = 'https://api.impact.com';

export type BaseUrlProblem = 'notAUrl' | 'notHttps' | 'hasCredentials' | 'hasQuery';

/**
 * Parses the configured server to `origin + path` without a trailing slash, or says what's wrong. Accepts only https,
 * because each request sends the token there, and http for loopback, where a simulator can run.
 */
export function parseBaseUrl(text: string): { readonly baseUrl: string } | { readonly problem: BaseUrlProblem } {
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    return { problem: 'notAUrl' };
  }
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
    return { problem: 'notHttps' };
  }
  if (url.username !== '' || url.password !== '') {
    return { problem: 'hasCredentials' };
  }
  if (url.search !== '' || url.hash !== '') {
    return { problem: 'hasQuery' };
  }
  return { baseUrl: `${url.origin}${url.pathname.replace(/\/+$/, '')}` };
}

/** The origin that receives a token sent below `baseUrl`. Empty if it isn't an address. */
export function originOf(baseUrl: string): string {
  return URL.canParse(baseUrl) ? new URL(baseUrl).origin : '';
}

/** `localhost`, 127.0.0.0/8 and [::1], as `URL` spells them. */
export function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
}
