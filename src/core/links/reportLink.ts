import type { AccountKind } from '../account';
import { kindOfSegment } from '../api/endpoints';
import { CLICK_EXPORT_ID, CLICK_FILTERS } from '../reports/clickExport';
import { type ExportFormat, isExportFormat } from '../reports/exportRequest';
import { type Filters, filterValueOf, valuesOf } from '../reports/filterValues';
import type { Report } from '../reports/report';
import { webUrl } from '../reports/webUrl';
import { decoded, readUrl } from './impactUrl';

/** Links with hundreds of values are a few thousand characters long. */
const MAX_LINK_CHARS = 20_000;
/** Parameters of a request that say nothing about the export. */
const NO_FILTER = /^(?:ir-?version|page|pagesize|rqueryidx)$/i;
/** What isn't sent on, whoever put it into the link. */
const SECRET = /token|password|passwd|secret|auth|api_?key/i;
const EXTENSION = /\.(?:json|xml|csv)$/i;

/** An export, as the query of a link describes it. */
export interface LinkQuery {
  /** Undefined if the link doesn't say. */
  readonly format: ExportFormat | undefined;
  readonly filters: Filters;
  /** The names of parameters that aren't filters. */
  readonly ignored: readonly string[];
}

/** The account in a link's path. */
export interface LinkOwner {
  readonly kind: AccountKind;
  readonly sid: string;
  /** For a brand that is reached through its agency. `kind` and `sid` are then the agency's. */
  readonly brandId: string | undefined;
}

export type ReportLink =
  | ({ readonly kind: 'api'; readonly reportId: string; readonly owner: LinkOwner } & LinkQuery)
  /** Another page of impact.com: of a report, if an account's catalog names its address. */
  | ({ readonly kind: 'web'; readonly url: URL } & LinkQuery)
  /** A link to another server. */
  | { readonly kind: 'foreign' };

/**
 * Reads the report and its filters from a link of impact.com's API: `…/ReportExport/{id}?START_DATE=…`,
 * `…/Reports/{id}`, or `…/ClickExport?Date=…`. The link's credentials are left out. Undefined for a text that isn't
 * a link.
 */
export function readReportLink(text: string, baseUrl: string): ReportLink | undefined {
  const { url, isImpact } = readUrl(text, baseUrl, MAX_LINK_CHARS) ?? {};
  if (url === undefined) {
    return undefined;
  }
  if (isImpact !== true) {
    return { kind: 'foreign' };
  }
  const query = queryOf(url.searchParams);
  const found = reportIn(url.pathname);
  if (found === undefined) {
    const plain = new URL(url);
    plain.username = '';
    plain.password = '';
    return { kind: 'web', url: plain, ...query };
  }
  const { reportId, programId, owner } = found;
  const program = programId === undefined ? {} : { [CLICK_FILTERS.program]: programId };
  return { kind: 'api', reportId, owner, ...query, filters: { ...program, ...query.filters } };
}

/**
 * The text without the credentials of a link: those before the server's name, and in its query. Undefined if it has
 * none.
 */
export function withoutCredentials(text: string, baseUrl: string): string | undefined {
  const { url } = readUrl(text, baseUrl, MAX_LINK_CHARS) ?? {};
  const given = text.trim();
  const plain = given
    .replace(/^(https?:\/\/)?[^/?#\s]*@/i, '$1')
    .replace(/[?&]([^=&#]*)=[^&#]*/g, (pair, name: string) =>
      SECRET.test(decoded(name) ?? name) ? (pair[0] ?? '') : pair,
    );
  return url === undefined || plain === given ? undefined : plain;
}

/** The report whose address in the web app the link has. The parameters of that address are no filters. */
export function reportAt(
  link: ReportLink & { readonly kind: 'web' },
  reports: readonly Report[],
): { readonly report: Report; readonly filters: Filters } | undefined {
  const { url, filters } = link;
  for (const report of reports) {
    const page = webUrl(report);
    const own = [...page.searchParams];
    if (
      report.runUri !== '' &&
      page.pathname !== '/' &&
      page.origin === url.origin &&
      page.pathname === url.pathname &&
      own.every(([name, value]) => url.searchParams.getAll(name).includes(value))
    ) {
      const others = Object.entries(filters).filter(([name]) => !page.searchParams.has(name));
      return { report, filters: Object.fromEntries(others) };
    }
  }
  return undefined;
}

function queryOf(parameters: URLSearchParams): LinkQuery {
  const values = new Map<string, string[]>();
  const ignored = new Set<string>();
  let format: ExportFormat | undefined;
  for (const [name, value] of parameters) {
    const upperCase = value.toUpperCase();
    if (/^resultformat$/i.test(name) && isExportFormat(upperCase)) {
      format = upperCase;
    } else if (/^resultformat$/i.test(name) || NO_FILTER.test(name) || SECRET.test(name)) {
      ignored.add(name);
    } else {
      values.set(name, [...(values.get(name) ?? []), value]);
    }
  }
  const filters = [...values]
    .map(([name, all]) => [name, filterValueOf(all)] as const)
    .filter(([, value]) => valuesOf(value).length > 0);
  return { format, filters: Object.fromEntries(filters), ignored: [...ignored] };
}

interface ReportInPath {
  readonly reportId: string;
  readonly programId?: string | undefined;
  readonly owner: LinkOwner;
}

/** The report in a path of the API: below an account, or below a brand of an agency. */
function reportIn(path: string): ReportInPath | undefined {
  const segments = path.split('/').filter((segment) => segment !== '');
  const place = segments.findIndex((segment) => kindOfSegment(segment) !== undefined);
  const kind = kindOfSegment(segments[place] ?? '');
  const sid = segments[place + 1];
  if (kind === undefined || sid === undefined) {
    return undefined;
  }
  const isBrands = kind === 'agency' && kindOfSegment(segments[place + 2] ?? '') === 'brand';
  const owner = { kind, sid, brandId: isBrands ? segments[place + 3] : undefined };
  const [what = '', id = '', next] = segments.slice(place + (isBrands ? 4 : 2));
  const name = what.toLowerCase();
  if (name === 'programs') {
    const programId = decoded(id);
    return programId !== undefined && isClickExport(next) ? { reportId: CLICK_EXPORT_ID, programId, owner } : undefined;
  }
  if (isClickExport(what)) {
    return { reportId: CLICK_EXPORT_ID, owner };
  }
  const reportId = name === 'reportexport' || name === 'reports' ? decoded(id)?.replace(EXTENSION, '') : '';
  return reportId === undefined || reportId === '' ? undefined : { reportId, owner };
}

function isClickExport(segment = ''): boolean {
  return segment.replace(EXTENSION, '').toLowerCase() === CLICK_EXPORT_ID.toLowerCase();
}
