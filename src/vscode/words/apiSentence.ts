import * as vscode from 'vscode';
import type { ApiError } from '../../core/api/apiError';
import { clockTime } from './timeWords';

const HTTP_PROXY_LOGIN = 407;

/** What is wrong with impact.com or the way to it, and what to do. */
export function apiSentence(error: ApiError, nowMs: number): string {
  const said =
    error.serverMessage === undefined ? '' : ` ${vscode.l10n.t('impact.com says: {0}', error.serverMessage)}`;
  switch (error.kind) {
    case 'unauthorized':
      if (error.status === undefined) {
        return vscode.l10n.t('VS Code no longer has the token of this account. Sign in again.');
      }
      return (
        vscode.l10n.t('impact.com does not accept this Account SID and token. Replace the token, or sign in again.') +
        said
      );
    case 'forbidden':
      return (
        vscode.l10n.t('This token may not do that: it lacks the scope, is read-only, or the job does not allow it.') +
        said
      );
    case 'otherServer':
      return vscode.l10n.t(
        'The token of this account was accepted by another server than that in impactJobs.apiBaseUrl. It is not sent there until you agree: run Use the Configured Server.',
      );
    case 'notFound':
      return vscode.l10n.t('impact.com does not know this job, or no longer keeps its file.') + said;
    case 'rejected':
      if (error.status === HTTP_PROXY_LOGIN) {
        return vscode.l10n.t(
          'The proxy asks for a user name and password. Name them in the setting http.proxy, or in http.proxyAuthorization.',
        );
      }
      return vscode.l10n.t('impact.com refused the request.') + said;
    case 'rateLimited':
      return error.retryAtMs === undefined
        ? vscode.l10n.t('The account has used up its requests for this hour.')
        : vscode.l10n.t(
            'The account has used up its requests. The next one is possible at {0}.',
            clockTime(error.retryAtMs, nowMs),
          );
    case 'budget':
      return vscode.l10n.t(
        'This machine has sent as many requests in an hour as impactJobs.polling.requestsPerHour allows. It goes on at {0}; raise the setting to go on sooner.',
        clockTime(error.retryAtMs ?? nowMs, nowMs),
      );
    case 'server':
      return vscode.l10n.t('impact.com has a problem of its own (HTTP {0}).', error.status ?? 500) + said;
    case 'unreadable':
      return (
        vscode.l10n.t("The answer is not one of impact.com's API: a gateway or proxy may stand in between.") + said
      );
    case 'tooLarge':
      return vscode.l10n.t('The answer is far larger than a list of jobs can be, so it was not read.');
    case 'timeout':
      return vscode.l10n.t('impact.com did not answer in time.');
    case 'offline':
      return vscode.l10n.t('impact.com cannot be reached: check the network connection and the proxy settings.');
    case 'refused':
      return vscode.l10n.t('The server refused the connection. Check impactJobs.apiBaseUrl and the proxy settings.');
    case 'cut':
      return vscode.l10n.t('The connection broke off.');
    case 'tls':
      return vscode.l10n.t(
        "The server's certificate is not trusted. A company proxy may need its certificate installed.",
      );
    case 'unsafe':
      return vscode.l10n.t(
        'The answer points to an address that the token must not be sent to, so it was not followed.',
      );
    case 'aborted':
      return vscode.l10n.t('The request was cancelled.');
  }
}
