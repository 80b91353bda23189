import type { Account, AccountKind } from '../account';
import type { ExportRequest } from '../reports/exportRequest';
import { ApiError } from '../apiError';
import { plainText } from './plainText';

// Every URL that the product can call, by kind of account.

const SEGMENT: Readonly<Record<AccountKind, string>> = {
  agency: 'Agencies',
  brand: 'Advertisers',
  partner: 'Mediapartners',
};

/** JSON can hold them; no URL can. */
const LONE_SURROGATES = /\p{Surrogate}/gu;

/** Ids are words with hyphens, SIDs words. What could be taken for a path somewhere behind the server, however it decodes, is neither. */
const NO_ID = /^\.*$|[/\\%;\p{Cc}]/u;
const MAX_ID_CHARS = 256;
/** Segments after the account's own: no escapes, no `;` and no empty ones, which servers resolve each in their own way. */
const PLAIN_PATH = /^[\w~-][\w.~-]*(?:\/[\w~-][\w.~-]*)*$/;

type Addressed = Pick<Account, 'kind' | 'sid' | 'baseUrl'>;

/** The part of the API that belongs to the account: credentials are sent nowhere else. */
export function accountPath({ kind, sid }: Pick<Account, 'kind' | 'sid'>): string {
  return `/${SEGMENT[kind]}/${segment(sid)}`;
}

/** `createdAfterMs` narrows the list to jobs created since that day (Agency, Partner) or moment (Brand). */
export function jobsUrl(account: Addressed, createdAfterMs: number): URL {
  const url = urlOf(account, '/Jobs');
  const iso = new Date(Math.max(0, createdAfterMs)).toISOString();
  url.searchParams.set('CreatedAfter', account.kind === 'brand' ? `${iso.slice(0, 19)}Z` : iso.slice(0, 10));
  return url;
}

export function jobUrl(account: Addressed, jobId: string): URL {
  return urlOf(account, `/Jobs/${segment(jobId)}`);
}

/** Answers with a redirect to storage for a completed job. */
export function downloadUrl(account: Addressed, jobId: string): URL {
  return urlOf(account, `/Jobs/${segment(jobId)}/Download`);
}

export function replayUrl(account: Addressed, jobId: string): URL {
  return urlOf(account, `/Jobs/${segment(jobId)}/Replay`);
}

/** The catalogue of reports. */
export function reportsUrl(account: Addressed): URL {
  return urlOf(account, '/Reports');
}

export function metaDataUrl(account: Addressed, reportId: string): URL {
  return urlOf(account, `/Reports/${segment(reportId)}/MetaData`);
}

/** Schedules a job; filters without a value are left out. */
export function reportExportUrl(account: Addressed, { reportId, format, filters }: ExportRequest): URL {
  const url = urlOf(account, `/ReportExport/${segment(reportId)}`);
  for (const [name, value] of Object.entries(filters)) {
    if (value !== '') {
      url.searchParams.set(name, value);
    }
  }
  url.searchParams.set('ResultFormat', format);
  return url;
}

/** An id as one segment of a path. Throws `rejected` for one that could lead elsewhere: credentials go where the path leads. */
function segment(id: string): string {
  if (id.length > MAX_ID_CHARS || NO_ID.test(id)) {
    throw new ApiError('rejected', `"${plainText(id, 60)}" is not an id`);
  }
  return encodeURIComponent(id.replace(LONE_SURROGATES, '\ufffd'));
}

function urlOf(account: Addressed, path: string): URL {
  return new URL(`${account.baseUrl}${accountPath(account)}${path}`);
}

/**
 * A URL that an answer contains, resolved against the one that was asked and without its fragment, or undefined where it
 * leaves the account's own part of the configured server or could be read so: following it would hand the credentials
 * to somebody else.
 */
export function ownUrl(account: Addressed, uri: string, asked: URL): URL | undefined {
  const base = new URL(account.baseUrl);
  let url: URL;
  try {
    url = new URL(uri, asked);
  } catch {
    return undefined;
  }
  const prefix = `${base.pathname.replace(/\/$/, '')}${accountPath(account)}/`;
  const isOwn =
    url.origin === base.origin &&
    url.username === '' &&
    url.password === '' &&
    url.pathname.startsWith(prefix) &&
    PLAIN_PATH.test(url.pathname.slice(prefix.length));
  url.hash = '';
  return isOwn ? url : undefined;
}
