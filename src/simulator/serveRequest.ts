import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerApi } from './answerApi';
import { answerStorage } from './answerStorage';
import { answerOf, deliveryOf, spoilReply } from './applyFaults';
import { breakOff, deliver, waitOn } from './deliver';
import { findRoute } from './endpoint';
import type { Route } from './endpoint';
import { formatOf } from './exchange';
import type { MetFaults } from './faultBoard';
import { bufferBody } from './reply';
import type { Reply } from './reply';
import type { RequestRecord } from './requestLog';
import type { World } from './world';

/** A request to one of the two origins. */
export interface Arrival {
  readonly origin: 'api' | 'storage';
  readonly request: IncomingMessage;
  readonly url: URL;
  readonly route: Route | undefined;
  readonly record: RequestRecord;
  /** The storage's URL, without a slash at the end. */
  readonly storageUrl: string;
}

/**
 * Logs a request and answers it, with the faults that affect it. `originUrl` is the URL of the origin that received it.
 */
export function serveRequest(
  world: World,
  origin: 'api' | 'storage',
  originUrl: string,
  storageUrl: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { pathPrefix = '' } = origin === 'api' ? world.options : {};
  const asked = request.url ?? '/';
  const address = originUrl + (asked.startsWith(`${pathPrefix}/`) ? asked.slice(pathPrefix.length) : '/outside');
  const url = new URL(URL.canParse(address) ? address : `${originUrl}/invalid`);
  const route = origin === 'api' ? findRoute(url.pathname) : undefined;
  const record = recordOf(origin, world, request, url, route);
  world.log.add(record);
  request.resume();
  response.sendDate = false;
  response.setHeader('Date', new Date(world.now()).toUTCString());
  response.once('close', () => {
    record.finished = response.writableFinished;
    world.options.onRequest?.(record);
  });
  // A client that leaves during the response isn't an error. The "close" event reports it.
  response.on('error', () => undefined);
  serve(world, { origin, request, url, route, record, storageUrl }, response).catch((error: unknown) => {
    record.error = error;
    response.destroy();
  });
}

async function serve(world: World, arrival: Arrival, response: ServerResponse): Promise<void> {
  const { request, url, route, record } = arrival;
  const [, , storageSid = '', storageJobId = ''] = url.pathname.split('/');
  const faults = world.faults.meet({
    endpoint: record.endpoint,
    accountSid: route?.accountSid ?? storageSid,
    brandId: route?.brandId,
    jobId: route?.id ?? storageJobId,
    ranged: request.headers.range !== undefined,
  });
  if (!(await passEntry(response, faults))) {
    return;
  }
  const reply = await spoilReply(replyTo(world, arrival, faults), faults);
  record.status = reply.status;
  await deliver(
    response,
    reply,
    { ...deliveryOf(reply.body, faults), ...expiryOf(world, arrival, faults) },
    (bytes) => {
      record.sentBytes += bytes;
    },
  );
}

/** Applies the faults before the response. Returns false if no response follows. */
async function passEntry(response: ServerResponse, faults: MetFaults): Promise<boolean> {
  const delay = faults.find('delay');
  const stall = faults.find('stall');
  const cut = faults.find('cut');
  if (delay) {
    await waitOn(response, delay.delayMs);
  }
  if (stall?.at === 'headers') {
    await waitOn(response, stall.forMs ?? Infinity);
  }
  if (cut?.at === 'headers') {
    breakOff(response.socket, cut.how ?? 'reset');
    return false;
  }
  return !response.closed;
}

function replyTo(world: World, { origin, request, url, route, storageUrl }: Arrival, faults: MetFaults): Reply {
  const redirect = faults.find('redirect');
  const hop = Number(url.searchParams.get('hop') ?? 0);
  if (redirect && hop < (redirect.hops ?? 1)) {
    const next = new URL(url);
    next.searchParams.set('hop', String(hop + 1));
    const location = redirect.to ?? (redirect.relative ? next.pathname + next.search : next.href);
    return { status: redirect.status ?? 302, headers: { Location: location }, body: bufferBody('') };
  }
  const instead = faults.find('answer');
  if (instead) {
    return answerOf(instead, route?.format ?? formatOf(request, url.pathname));
  }
  return origin === 'storage'
    ? answerStorage(world, request, url, faults)
    : answerApi(world, request, url, route, storageUrl, faults);
}

/** A link that expires during the response sends up to a limit, and nothing after that. */
function expiryOf(
  world: World,
  { origin, url }: Arrival,
  faults: MetFaults,
): { milestone?: { atByte: number; reached: () => void } } {
  const afterBytes = faults.find('expireLink')?.afterBytes;
  const signature = url.searchParams.get('X-Amz-Signature');
  return origin === 'storage' && afterBytes !== undefined && signature !== null
    ? { milestone: { atByte: afterBytes, reached: () => world.links.revoke(signature) } }
    : {};
}

function recordOf(
  origin: 'api' | 'storage',
  world: World,
  request: IncomingMessage,
  url: URL,
  route: Route | undefined,
): RequestRecord {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    headers[name] = [value].flat().join(', ');
  }
  const authorization = headers['authorization'];
  return {
    atMs: world.now(),
    origin,
    endpoint: origin === 'storage' ? 'storage' : (route?.endpoint ?? 'unknown'),
    method: request.method ?? '',
    path: url.pathname,
    query: url.search.slice(1),
    headers: authorization === undefined ? headers : { ...headers, authorization: authorization.split(' ')[0] ?? '' },
    hasAuthorization: authorization !== undefined,
    status: 0,
    sentBytes: 0,
    finished: false,
  };
}
