import * as vscode from 'vscode';
import { type ApiError, isApiError } from '../core/api/apiError';
import { type DownloadError, isDownloadError } from '../core/download/downloadError';
import { isPreviewError, type PreviewError } from '../core/preview/previewError';
import { bytesInWords, clockTime } from './words/timeWords';

const HTTP_PROXY_LOGIN = 407;

/** An error whose message is a sentence for people: what commands reject with. */
export class UserError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'UserError';
  }
}

/** The one place where errors become sentences: what is wrong, and what to do. */
export function sentenceFor(error: unknown, nowMs: number): string {
  if (isApiError(error)) {
    return apiSentence(error, nowMs);
  }
  if (isDownloadError(error)) {
    return downloadSentence(error);
  }
  if (isPreviewError(error)) {
    return previewSentence(error);
  }
  return error instanceof Error && error.message !== '' ? error.message : vscode.l10n.t('Something went wrong. The log tells more.');
}

function apiSentence(error: ApiError, nowMs: number): string {
  const said = error.serverMessage === undefined ? '' : ` ${vscode.l10n.t('impact.com says: {0}', error.serverMessage)}`;
  switch (error.kind) {
    case 'unauthorized':
      if (error.status === undefined) {
        return vscode.l10n.t('VS Code no longer has the token of this account. Sign in again.');
      }
      return vscode.l10n.t('impact.com does not accept this Account SID and token. Replace the token, or sign in again.') + said;
    case 'forbidden':
      return vscode.l10n.t('This token may not do that: it lacks the scope, is read-only, or the job does not allow it.') + said;
    case 'notFound':
      return vscode.l10n.t('impact.com does not know this job, or no longer keeps its file.') + said;
    case 'rejected':
      if (error.status === HTTP_PROXY_LOGIN) {
        return vscode.l10n.t('The proxy asks for a user name and password. Name them in the setting http.proxy, or in http.proxyAuthorization.');
      }
      return vscode.l10n.t('impact.com refused the request.') + said;
    case 'rateLimited':
      return error.retryAtMs === undefined
        ? vscode.l10n.t('The account has used up its requests for this hour.')
        : vscode.l10n.t('The account has used up its requests. The next one is possible at {0}.', clockTime(error.retryAtMs, nowMs));
    case 'budget':
      return vscode.l10n.t('This machine has sent as many requests in an hour as impactJobs.polling.requestsPerHour allows. It goes on at {0}; raise the setting to go on sooner.', clockTime(error.retryAtMs ?? nowMs, nowMs));
    case 'server':
      return vscode.l10n.t('impact.com has a problem of its own (HTTP {0}).', error.status ?? 500) + said;
    case 'unreadable':
      return vscode.l10n.t('The answer is not one of impact.com\'s API: a gateway or proxy may stand in between.') + said;
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
      return vscode.l10n.t('The server\'s certificate is not trusted. A company proxy may need its certificate installed.');
    case 'unsafe':
      return vscode.l10n.t('The answer points to an address that the token must not be sent to, so it was not followed.');
    case 'aborted':
      return vscode.l10n.t('The request was cancelled.');
  }
}

function downloadSentence({ kind, path = '', serverMessage, neededBytes = 0, freeBytes = 0 }: DownloadError): string {
  const said = serverMessage === undefined ? '' : ` ${vscode.l10n.t('impact.com says: {0}', serverMessage)}`;
  switch (kind) {
    case 'notReady':
      return vscode.l10n.t('The result is not ready yet. Download it when the job has completed.') + said;
    case 'notAFile':
      return vscode.l10n.t('impact.com sent an error page in place of the file, so nothing was saved.') + said;
    case 'expired':
      return vscode.l10n.t('The links that impact.com hands out expire before they can be used. Check this machine\'s clock, then try again.');
    case 'changing':
      return vscode.l10n.t('The result kept changing while it was downloaded. Try again in a few minutes.');
    case 'corrupt':
      return vscode.l10n.t('The bytes that arrived do not match the file\'s length or checksum, so they were not kept. Try again.');
    case 'busy':
      return vscode.l10n.t('Another window is downloading this result at the moment.');
    case 'noSpace':
      return vscode.l10n.t('There is not enough room on the disk: {0} are needed, {1} are free.', bytesInWords(neededBytes), bytesInWords(freeBytes));
    case 'diskFull':
      return vscode.l10n.t('The disk is full. Make room, then download again: it goes on where it stopped.');
    case 'tooLarge':
      return vscode.l10n.t('The file grew far beyond the length that impact.com told, so it was not kept.');
    case 'fileTooLarge':
      return vscode.l10n.t('The file is larger than this disk takes. Choose another impactJobs.download.folder.');
    case 'folderGone':
      return vscode.l10n.t('The folder {0} is gone.', path);
    case 'notAFolder':
      return vscode.l10n.t('{0} is not a folder. Choose another impactJobs.download.folder.', path);
    case 'readOnly':
      return vscode.l10n.t('{0} cannot be written to. Choose another impactJobs.download.folder, or change its permissions.', path);
    case 'nameTooLong':
      return vscode.l10n.t('The file\'s path is too long for this system: {0}. Shorten impactJobs.download.fileName.', path);
    case 'disk':
      return vscode.l10n.t('The file could not be written: {0}', path);
  }
}

function previewSentence({ kind, subject }: PreviewError): string {
  switch (kind) {
    case 'notATable':
      return subject === 'bin'
        ? vscode.l10n.t('The result is no text, so it has no preview. Download it to open it.')
        : vscode.l10n.t('The result is a file of the type {0}, which has no preview. Download it to open it.', subject.toUpperCase());
    case 'unreadable':
      return vscode.l10n.t('The result looks like {0} but is broken from its beginning. Download it to see what it holds, or replay the job.', subject.toUpperCase());
    case 'noFile':
      return vscode.l10n.t('The file {0} cannot be read.', subject);
  }
}
