import type { ApiError } from '../apiError';
import type { Language } from './language';
import { clockTime } from './timeWords';

const HTTP_PROXY_LOGIN = 407;

/**
 * What's wrong with impact.com or the connection to it, and what to do, for errors that a list of jobs can have. The
 * others' sentences are in `errorSentence`.
 */
export function apiSentence(error: ApiError, nowMs: number, language: Language): string {
  const { l10n } = language;
  const said = error.serverMessage === undefined ? '' : ` ${l10n.t('impact.com says: {0}', error.serverMessage)}`;
  const theirs = error.serverMessage === undefined ? '' : ` ${l10n.t('The response says: {0}', error.serverMessage)}`;
  switch (error.kind) {
    case 'unauthorized':
      if (error.status === undefined) {
        return l10n.t("VS Code no longer has this account's token. Sign in again.");
      }
      return (
        l10n.t("impact.com doesn't accept this Account SID and token. Replace the token, or sign in again.") + said
      );
    case 'forbidden':
      return (
        l10n.t("This token can't do that: it lacks the scope or is read-only, or the job doesn't allow it.") + said
      );
    case 'otherServer':
      return l10n.t(
        "This account's token was accepted by a different server than the one in impactJobs.apiBaseUrl. It isn't sent there until you agree. To agree, run Use the Configured Server.",
      );
    case 'unknownAccount':
      return (
        l10n.t("impact.com doesn't know this account. Check its kind and Account SID, and impactJobs.apiBaseUrl.") +
        said
      );
    case 'notFound':
    case 'unknownReport':
    case 'noClicks':
    case 'rejected':
      if (error.status === HTTP_PROXY_LOGIN) {
        return l10n.t(
          'The proxy requires a user name and password. Enter them in the setting http.proxy or http.proxyAuthorization.',
        );
      }
      return l10n.t('impact.com refused the request.') + said;
    case 'rateLimited':
      return error.retryAtMs === undefined
        ? l10n.t('The account has used all its requests for this hour.')
        : l10n.t(
            'The account has used all its requests. Next possible request: {0}.',
            clockTime(error.retryAtMs, nowMs, language),
          );
    case 'budget':
      return l10n.t(
        'This machine has reached the hourly limit in impactJobs.polling.requestsPerHour. Requests resume at {0}. To resume sooner, raise the setting.',
        clockTime(error.retryAtMs ?? nowMs, nowMs, language),
      );
    case 'server':
      return l10n.t('impact.com returned a server error (HTTP {0}).', error.status ?? 500) + said;
    case 'unreadable':
      return l10n.t("The response isn't from impact.com's API. A proxy or gateway might be interfering.") + theirs;
    case 'tooLarge':
      return l10n.t("The response is far too large for a list of jobs and wasn't read.");
    case 'timeout':
      return l10n.t("impact.com didn't respond in time.");
    case 'offline':
      return l10n.t("Can't reach impact.com. Check the network connection and the proxy settings.");
    case 'refused':
      return l10n.t('The server refused the connection. Check impactJobs.apiBaseUrl and the proxy settings.');
    case 'cut':
      return l10n.t('The connection was lost.');
    case 'tls':
      return l10n.t(
        "The server's certificate isn't trusted. You might need to install your company proxy's certificate.",
      );
    case 'unsafe':
      return l10n.t("The response points to an address that must not receive the token, so it wasn't followed.");
    case 'aborted':
      return l10n.t('The request was canceled.');
  }
}
