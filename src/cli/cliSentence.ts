import { isApiError, type ApiError } from '../core/apiError';
import { type DownloadError, isDownloadError } from '../core/download/downloadError';
import { errorCode } from '../core/files/fileError';
import { sentenceFor } from '../core/words/errorSentence';
import { ENGLISH } from '../core/words/language';
import { clockTime } from '../core/words/timeWords';

const HTTP_PROXY_LOGIN = 407;
const PROXY_LOGIN = 'Set them in HTTPS_PROXY, as http://user:password@proxy.example:8080.';

type Sentences<K extends string, E> = Readonly<Partial<Record<K, (error: E, nowMs: number) => string | undefined>>>;

/** Where the next step isn't a setting or a command of the editor. */
const API_SENTENCES: Sentences<ApiError['kind'], ApiError> = {
  unauthorized: () =>
    "impact.com doesn't accept this Account SID and token. Check IMPACT_ACCOUNT_SID, IMPACT_AUTH_TOKEN, and IMPACT_ACCOUNT_KIND.",
  refused: () => 'The server refused the connection. Check IMPACT_API_BASE_URL, HTTPS_PROXY, and the network.',
  offline: () => "Can't reach impact.com. Check the network connection and HTTPS_PROXY.",
  budget: ({ retryAtMs }, nowMs) =>
    `This machine has reached its hourly limit of requests. Requests resume at ${clockTime(retryAtMs ?? nowMs, nowMs, ENGLISH)}. To resume sooner, raise --requests-per-hour.`,
  rejected: ({ status }) =>
    status === HTTP_PROXY_LOGIN ? `The proxy requires a user name and password. ${PROXY_LOGIN}` : undefined,
};

const OTHER_FOLDER = 'Choose another folder with --folder.';

const DOWNLOAD_SENTENCES: Sentences<DownloadError['kind'], DownloadError> = {
  busy: () => 'Another process is downloading this result.',
  fileTooLarge: () => `The file is too large for this disk. ${OTHER_FOLDER}`,
  notAFolder: ({ path = '' }) => `${path} isn't a folder. ${OTHER_FOLDER}`,
  readOnly: ({ path = '' }) =>
    `Can't write to ${path}. Choose another folder with --folder, or change its permissions.`,
  nameTooLong: ({ path = '' }) => `The file path is too long for this system: ${path}. Choose a shorter --name.`,
};

/** The sentence for an error: the editor's, unless its next step is another one on a command line. */
export function cliSentence(error: unknown, nowMs: number): string {
  const own = isApiError(error)
    ? API_SENTENCES[error.kind]?.(error, nowMs)
    : isDownloadError(error) && DOWNLOAD_SENTENCES[error.kind]?.(error, nowMs);
  if (own) {
    return own;
  }
  if (error instanceof Error && errorCode(error) === 'ELOCKED') {
    return `${(error as { path?: string }).path ?? ''} is locked by another process. If none is running, delete it and try again.`;
  }
  return sentenceFor(error, nowMs, ENGLISH);
}
