import type { ApiClient } from '../api/apiClient';
import { ApiError } from '../apiError';
import { downloadUrl } from '../api/endpoints';
import { isPageFromBetween } from '../api/errorAnswer';
import type { HttpResponse } from '../api/http';
import type { Secrets } from '../api/secrets';
import { kindOfStatus, retryAtOf } from '../api/statusKind';
import type { Transport } from '../api/transport';
import type { Clock } from '../clock';
import { DownloadError } from './downloadError';
import { wordsIn } from './errorPage';
import { isRedirect, redirectTarget } from './redirect';

const MAX_HOPS = 5;
const MAX_ERROR_BYTES = 64 * 1024;
/** How storages refuse a link: Cloudflare and S3 return 400 where others return 401 or 403. */
const REFUSED_LINK: readonly number[] = [400, 401, 403];

export interface SourceOptions {
  readonly client: ApiClient;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly jobId: string;
  readonly signal: AbortSignal;
}

/** A response with status 200, 206, or 416 whose body hasn't been read yet. */
export interface Source {
  readonly response: HttpResponse;
  readonly url: URL;
  /** Whether the response comes from the storage, not from the API. */
  readonly isStorage: boolean;
  /** Removed from everything that is reported about the body. The headers contain none of them. */
  readonly secrets: Secrets;
}

/**
 * Requests the job's file from impact.com and follows redirects itself, so that the credentials stay with the API.
 * `rangeHeaders` request the rest of a file. Throws ApiError; DownloadError `notReady`, `expired`.
 */
export async function openSource(
  options: SourceOptions,
  rangeHeaders: Readonly<Record<string, string>>,
): Promise<Source> {
  const { client, jobId } = options;
  const headers = { Accept: '*/*', 'Accept-Encoding': 'identity', ...rangeHeaders };
  let url = downloadUrl(client.account, jobId);
  const { response: answer, secrets } = await client.openDownload(jobId, options.signal, rangeHeaders);
  let response = answer;
  let hops = 0;
  while (isRedirect(response.status)) {
    response.body.destroy();
    if (++hops > MAX_HOPS) {
      throw new ApiError('unsafe', `The download redirects more than ${MAX_HOPS} times`);
    }
    url = redirectTarget(response.headers.get('location'), url, secrets);
    response = await openStorage(options, url, headers);
  }
  if (hops === 0 && response.status === 202) {
    throw await notReady(options, response, secrets);
  }
  if (response.status !== 200 && response.status !== 206 && response.status !== 416) {
    throw await statusError(options, response, url, secrets);
  }
  return {
    response: { ...response, headers: secrets.headersWithout(response.headers) },
    url,
    isStorage: hops > 0,
    secrets,
  };
}

/** Logged like a request to the API, but only with its host, because the rest of the link can contain its signature. */
async function openStorage(
  { client, transport, clock, signal }: SourceOptions,
  url: URL,
  headers: Readonly<Record<string, string>>,
): Promise<HttpResponse> {
  const startedAtMs = clock.now();
  let status: number | undefined;
  try {
    const response = await transport.open(url, { headers, signal, decompress: false });
    ({ status } = response);
    return response;
  } finally {
    client.report({
      method: 'GET',
      path: `//${url.host}`,
      status,
      durationMs: clock.now() - startedAtMs,
      remaining: undefined,
    });
  }
}

async function notReady(
  { transport }: SourceOptions,
  response: HttpResponse,
  secrets: Secrets,
): Promise<DownloadError> {
  const text = await readText(transport, response);
  let jobStatus: string | undefined;
  try {
    const { Status } = JSON.parse(text) as { Status?: unknown };
    jobStatus = typeof Status === 'string' ? secrets.mask(Status) : undefined;
  } catch {
    // Some gateways return 202 without a job. The status is enough.
  }
  return new DownloadError('notReady', 'The job has no result yet (HTTP 202)', { jobStatus });
}

/** The error for a response that is neither the file nor a redirect. */
async function statusError(
  { transport, clock }: SourceOptions,
  response: HttpResponse,
  url: URL,
  secrets: Secrets,
): Promise<Error> {
  const { status, headers } = response;
  const text = await readText(transport, response);
  const details = { status, serverMessage: wordsIn(text, secrets) };
  const message = `HTTP ${status} from ${url.host}${details.serverMessage === undefined ? '' : `: ${details.serverMessage}`}`;
  if (status === 511 || isPageFromBetween(status, text)) {
    return new ApiError('unreadable', message, details);
  }
  if (REFUSED_LINK.includes(status)) {
    // Links are signed for minutes. A refusal by the storage says nothing about the account's credentials.
    return new DownloadError('expired', message, { serverMessage: details.serverMessage });
  }
  const kind = kindOfStatus(status);
  return new ApiError(kind, message, { ...details, retryAtMs: retryAtOf(kind, headers, clock.now()) });
}

async function readText(transport: Transport, response: HttpResponse): Promise<string> {
  return transport.readBody(response, MAX_ERROR_BYTES).then(
    (body) => body.toString('utf8'),
    () => '',
  );
}
