import { type Account, ACCOUNT_KINDS, type AccountKind } from '../account';
import type { ExportRequest } from '../reports/exportRequest';
import { isAccountSid } from '../accounts/accountSid';
import { dayAt, isTimeZone } from '../reports/calendar';
import { clickExportQuery, isClickExport } from '../reports/clickExport';
import { valuesOf } from '../reports/filterValues';
import { ApiError } from '../apiError';
import { DEFAULT_BASE_URL } from './baseUrl';
import { plainText } from './plainText';

// Every URL that the extension can call, by kind of account.

const SEGMENT: Readonly<Record<AccountKind, string>> = {
  agency: 'Agencies',
  brand: 'Advertisers',
  partner: 'Mediapartners',
};

/** JSON can contain these characters, but a URL can't. */
const LONE_SURROGATES = /\p{Surrogate}/gu;

/** IDs are words with hyphens, and SIDs are words. Anything that a server could decode to a path is neither. */
const NO_ID = /^\.*$|[/\\%;\p{Cc}]/u;
const MAX_ID_CHARS = 256;
/**
 * The path after the account's part: no escapes, no `;`, and no empty segments, because servers resolve these
 * differently.
 */
const PLAIN_PATH = /^[\w~-][\w.~-]*(?:\/[\w~-][\w.~-]*)*$/;

type Owner = Pick<Account, 'kind' | 'sid' | 'brandId'>;
type Addressed = Owner & Pick<Account, 'baseUrl'>;

/** The kind of account that a segment of a path names, in any letter case. */
export function kindOfSegment(segment: string): AccountKind | undefined {
  return ACCOUNT_KINDS.find((kind) => SEGMENT[kind].toLowerCase() === segment.toLowerCase());
}

/** The path of the account's part of the API. Credentials go nowhere else. */
export function accountPath({ kind, sid, brandId }: Owner): string {
  return brandId === undefined
    ? `/${SEGMENT[kind]}/${segment(sid)}`
    : `/${SEGMENT.agency}/${segment(sid)}/${SEGMENT.brand}/${segment(brandId)}`;
}

/**
 * The URL of the job list. `createdAfterMs` limits it to jobs created since that moment (Brand) or since that day in
 * the account's time zone (Agency, Partner).
 */
export function jobsUrl(account: Addressed, createdAfterMs: number, timeZone = 'UTC'): URL {
  const url = urlOf(account, '/Jobs');
  const atMs = Math.max(0, createdAfterMs);
  const moment = `${new Date(atMs).toISOString().slice(0, 19)}Z`;
  const day = dayAt(atMs, isTimeZone(timeZone) ? timeZone : 'UTC');
  url.searchParams.set('CreatedAfter', account.kind === 'brand' ? moment : day);
  return url;
}

export function jobUrl(account: Addressed, jobId: string): URL {
  return urlOf(account, `/Jobs/${segment(jobId)}`);
}

/** The URL of a job's result. For a completed job, the response redirects to storage. */
export function downloadUrl(account: Addressed, jobId: string): URL {
  return urlOf(account, `/Jobs/${segment(jobId)}/Download`);
}

export function replayUrl(account: Addressed, jobId: string): URL {
  return urlOf(account, `/Jobs/${segment(jobId)}/Replay`);
}

/** The URL of the report catalog. */
export function reportsUrl(account: Addressed): URL {
  return urlOf(account, '/Reports');
}

export function metaDataUrl(account: Addressed, reportId: string): URL {
  return urlOf(account, `/Reports/${segment(reportId)}/MetaData`);
}

/** The URL of the programs of a brand, or those that a partner has joined. Agencies have none. */
export function programsUrl(account: Addressed): URL {
  return urlOf(account, '/Campaigns');
}

/** The URL of what impact.com knows of the account's company, such as its time zone. */
export function companyUrl(account: Addressed): URL {
  return urlOf(account, '/CompanyInformation');
}

/** The URL of the brands that an agency manages. */
export function brandsUrl(agency: Addressed): URL {
  return urlOf(agency, `/${SEGMENT.brand}`);
}

export function brandUrl(agency: Addressed, brandId: string): URL {
  return urlOf(agency, `/${SEGMENT.brand}/${segment(brandId)}`);
}

/**
 * The URL that schedules an export of a report or of clicks. Repeats filters with several values, and leaves out those
 * without one. Throws `noClicks` for clicks that impact.com doesn't export.
 */
export function reportExportUrl(account: Addressed, request: ExportRequest): URL {
  return isClickExport(request) ? clickExportUrl(account, request) : exportUrl(account, request);
}

function clickExportUrl(account: Addressed, request: ExportRequest): URL {
  const { programId, query } = clickExportQuery(account.kind, request);
  const url = urlOf(account, `${programId === undefined ? '' : `/Programs/${segment(programId)}`}/ClickExport`);
  query.forEach(([name, value]) => url.searchParams.append(name, value));
  return url;
}

function exportUrl(account: Addressed, { reportId, format, filters }: ExportRequest): URL {
  const url = urlOf(account, `/ReportExport/${segment(reportId)}`);
  for (const [name, value] of Object.entries(filters)) {
    for (const text of valuesOf(value)) {
      url.searchParams.append(name, text);
    }
  }
  url.searchParams.set('ResultFormat', format);
  return url;
}

/**
 * An ID as one segment of a path. Throws `rejected` if the ID could change the path, because credentials go where the
 * path leads.
 */
function segment(id: string): string {
  if (id.length > MAX_ID_CHARS || NO_ID.test(id)) {
    throw new ApiError('rejected', `"${plainText(id, 60)}" isn't an ID`);
  }
  return encodeURIComponent(id.replace(LONE_SURROGATES, '\ufffd'));
}

function urlOf(account: Addressed, path: string): URL {
  return new URL(`${account.baseUrl}${accountPath(account)}${path}`);
}

/**
 * Resolves a URL in a response against the request's URL, as an address below the account's part of the configured
 * server, without its fragment. Undefined if it leaves, or could be read as leaving, that part: following it would give
 * the credentials to somebody else. Some responses spell the kind in another letter case, and behind a gateway they
 * name impact.com's own addresses, without the gateway's prefix. For a brand that is reached through its agency, they
 * can name the brand's own path.
 */
export function ownUrl(account: Addressed, uri: string, asked: URL): URL | undefined {
  if (!URL.canParse(uri, asked.href)) {
    return undefined;
  }
  const url = new URL(uri, asked);
  const base = new URL(account.baseUrl);
  if (![base.origin, DEFAULT_BASE_URL].includes(url.origin) || url.username !== '' || url.password !== '') {
    return undefined;
  }
  const prefix = base.pathname.replace(/\/$/, '');
  const path = url.pathname.startsWith(`${prefix}/`) ? url.pathname.slice(prefix.length) : url.pathname;
  const rest = restBelow(account, path.split('/'));
  return rest !== undefined && PLAIN_PATH.test(rest)
    ? new URL(`${account.baseUrl}${accountPath(account)}/${rest}${url.search}`)
    : undefined;
}

/** The part of a path below the account. Undefined if the path belongs to another account. */
function restBelow(account: Owner, segments: readonly string[]): string | undefined {
  const own = accountPath(account).split('/');
  const isOwn = own.every((part, index) =>
    isKindAt(index) ? part.toLowerCase() === segments[index]?.toLowerCase() : part === segments[index],
  );
  if (isOwn) {
    return segments.slice(own.length).join('/');
  }
  const [, kind = '', sid = '', ...rest] = segments;
  const isBrands = account.brandId !== undefined && kind.toLowerCase() === SEGMENT.brand.toLowerCase();
  return isBrands && isAccountSid(sid) ? rest.join('/') : undefined;
}

/** Whether the segment at this place of a path names a kind: the first, and every second after it. */
function isKindAt(index: number): boolean {
  return index % 2 === 1;
}
