import type { IncomingMessage } from 'node:http';
import type { Account } from './account';
import { throughAgency } from './agencyBrands';
import { answerBrand, answerBrandList } from './answerBrands';
import { answerDownload, answerJob, answerJobList, answerReplay } from './answerJobs';
import { answerReport } from './answerReport';
import { answerCampaigns } from './answerCampaigns';
import { answerClickExport } from './answerClicks';
import { answerCompany } from './answerCompany';
import { answerMetaData, answerReportExport, answerReportList } from './answerReports';
import { methodOf, scopeOf } from './endpoint';
import type { ApiEndpoint, Route } from './endpoint';
import { formatOf } from './exchange';
import type { Exchange } from './exchange';
import type { MetFaults } from './faultBoard';
import type { RateGroup } from './rateLimits';
import { errorReply } from './reply';
import type { Reply } from './reply';
import type { World } from './world';

const ANSWERS: Record<ApiEndpoint, (exchange: Exchange, faults: MetFaults) => Reply> = {
  list: answerJobList,
  job: answerJob,
  download: answerDownload,
  replay: answerReplay,
  reports: answerReportList,
  report: answerReport,
  metaData: answerMetaData,
  reportExport: answerReportExport,
  clickExport: answerClickExport,
  campaigns: answerCampaigns,
  company: answerCompany,
  brands: answerBrandList,
  brand: answerBrand,
};

const RATE_GROUPS: Partial<Record<ApiEndpoint, RateGroup>> = { reportExport: 'exports', clickExport: 'clickExports' };

/** Answers a request to impact.com's API. Checks the credentials, the scope, and the rate limit first. */
export function answerApi(
  world: World,
  request: IncomingMessage,
  url: URL,
  route: Route | undefined,
  storageUrl: string,
  faults: MetFaults,
): Reply {
  const format = route?.format ?? formatOf(request, url.pathname);
  if (!route) {
    return errorReply(404, format, 'The requested resource was not found.');
  }
  const payer = authenticate(world.accounts, request, route);
  if (!payer) {
    return errorReply(401, format, 'Access Denied. Check your AccountSID and AuthToken.', [], {
      'WWW-Authenticate': 'Basic realm="impact.com API"',
    });
  }
  const account = route.brandId === undefined ? payer : managedBrand(world, payer, route.brandId);
  if (!account) {
    return errorReply(404, format, `Advertiser ${route.brandId ?? ''} not found.`);
  }
  const refusal = refuse(request, route, account);
  if (refusal) {
    return errorReply(refusal.status, format, refusal.message, [], refusal.headers);
  }
  const allowance = world.rateLimits.spend(payer, RATE_GROUPS[route.endpoint] ?? 'requests');
  const reply = allowance.allowed
    ? ANSWERS[route.endpoint]({ world, route, account, url, headers: request.headers, format, storageUrl }, faults)
    : errorReply(429, format, 'Rate limit exceeded. Please try again later.');
  return { ...reply, headers: { ...reply.headers, ...allowance.headers } };
}

/** The owner of the credentials. A brand that is reached through its agency needs the agency's. */
function authenticate(accounts: readonly Account[], request: IncomingMessage, route: Route): Account | undefined {
  const encoded = /^Basic\s+([A-Za-z0-9+/=]+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const credentials = Buffer.from(encoded ?? '', 'base64').toString();
  const owner = route.brandId === undefined ? route.kind : 'agency';
  return accounts.find(
    ({ kind, sid, token }) => credentials === `${sid}:${token}` && sid === route.accountSid && kind === owner,
  );
}

function managedBrand({ accounts, options }: World, agency: Account, brandId: string): Account | undefined {
  const brand = accounts.find((account) => account.brand?.id === brandId && account.brand.agencySid === agency.sid);
  const seen = brand && throughAgency(brand, agency);
  return seen && options.brandPaths === 'own' ? { ...seen, path: brand.path } : seen;
}

interface Refusal {
  readonly status: number;
  readonly message: string;
  readonly headers: Record<string, string>;
}

function refuse(request: IncomingMessage, { endpoint }: Route, { scopes }: Account): Refusal | undefined {
  const method = methodOf(endpoint);
  if (request.method !== method) {
    return { status: 405, message: `Method ${request.method} is not allowed here.`, headers: { Allow: method } };
  }
  if (scopes && !scopes.includes(scopeOf(endpoint))) {
    return { status: 403, message: `The credentials do not have the scope ${scopeOf(endpoint)}.`, headers: {} };
  }
  // A request without a body must say so. Many clients send an empty body in chunks, which gateways reject.
  if (method === 'PUT' && request.headers['transfer-encoding'] !== undefined) {
    return { status: 411, message: 'Length Required', headers: {} };
  }
  return undefined;
}
