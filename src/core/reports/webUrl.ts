import type { Report } from './report';

const WEB_APP = 'https://app.impact.com';

/** Where a report runs in the web app. What leads anywhere else than to impact.com by https is no such address. */
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
