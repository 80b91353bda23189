import type { IncomingMessage } from 'node:http';
import type { Account } from './account';
import { answerDownload, answerJob, answerJobList, answerReplay } from './answerJobs';
import { answerReport } from './answerReport';
import { answerClickExport, answerMetaData, answerReportExport, answerReportList } from './answerReports';
import { methodOf, scopeOf } from './endpoint';
import type { ApiEndpoint, Route } from './endpoint';
import { formatOf } from './exchange';
import type { Exchange } from './exchange';
import type { MetFaults } from './faultBoard';
import type { RateGroup } from './rateLimits';
import { errorReply } from './reply';
import type { Reply } from './reply';
import type { World } from './world';

const answers: Record<ApiEndpoint, (exchange: Exchange, faults: MetFaults) => Reply> = {
  list: answerJobList,
  job: answerJob,
  download: answerDownload,
  replay: answerReplay,
  reports: answerReportList,
  report: answerReport,
  metaData: answerMetaData,
  reportExport: answerReportExport,
  clickExport: answerClickExport,
};

const rateGroups: Partial<Record<ApiEndpoint, RateGroup>> = { reportExport: 'exports', clickExport: 'clickExports' };

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
  const account = authenticate(world.accounts, request, route);
  if (!account) {
    return errorReply(401, format, 'Access Denied. Check your AccountSID and AuthToken.', [], {
      'WWW-Authenticate': 'Basic realm="impact.com API"',
    });
  }
  const refusal = refuse(request, route, account);
  if (refusal) {
    return errorReply(refusal.status, format, refusal.message, [], refusal.headers);
  }
  const allowance = world.rateLimits.spend(account, rateGroups[route.endpoint] ?? 'requests');
  const reply = allowance.allowed
    ? answers[route.endpoint]({ world, route, account, url, headers: request.headers, format, storageUrl }, faults)
    : errorReply(429, format, 'Rate limit exceeded. Please try again later.');
  return { ...reply, headers: { ...reply.headers, ...allowance.headers } };
}

function authenticate(accounts: readonly Account[], request: IncomingMessage, route: Route): Account | undefined {
  const encoded = /^Basic\s+([A-Za-z0-9+/=]+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const credentials = Buffer.from(encoded ?? '', 'base64').toString();
  return accounts.find(
    ({ kind, sid, token }) => credentials === `${sid}:${token}` && sid === route.accountSid && kind === route.kind,
  );
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
