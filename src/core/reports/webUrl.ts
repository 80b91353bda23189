import type { Report } from './report';

const WEB_APP = 'https://app.impact.com';

/**
 * The report's address in the web app. Addresses that don't lead to impact.com over HTTPS are replaced by the web app's
 * own.
 */
export function webUrl({ runUri }: Pick<Report, 'runUri'>): URL {
  try {
    const url = new URL(runUri, WEB_APP);
    const isImpact =
      url.protocol === 'https:' &&
      /(^|\.)impact\.com$/.test(url.hostname) &&
      url.port === '' &&
      url.username === '' &&
      url.password === '';
    return isImpact ? url : new URL(WEB_APP);
  } catch {
    return new URL(WEB_APP);
  }
}
