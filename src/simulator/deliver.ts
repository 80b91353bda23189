import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { EffectOf } from './fault';
import { carrierOf } from './listener';
import type { Reply } from './reply';

/** How a reply goes over the wire. Places are counted in bytes of the body as it is sent. */
export interface Delivery {
  readonly length?: EffectOf<'length'>['length'];
  readonly cut?: { readonly atByte: number; readonly how: 'reset' | 'close' };
  readonly stall?: { readonly atByte: number; readonly forMs: number };
  readonly bytesPerSecond?: number;
  /** Called when this many bytes have gone out. */
  readonly milestone?: { readonly atByte: number; readonly reached: () => void };
}

/**
 * Bytes that the kernel has taken are not yet read by the client: a reset too soon after them would take them back.
 * Time is for a client in another process, the turns for one in ours: in each turn it reads, however late the timer
 * rings.
 */
const SETTLE_MS = 20;
const SETTLE_TURNS = 10;
const DRIP_EVERY_MS = 50;

/** Sends the reply; `onBytes` hears of every piece of the body. Ends early when the client goes away. */
export async function deliver(
  response: ServerResponse,
  reply: Reply,
  delivery: Delivery,
  onBytes: (bytes: number) => void,
): Promise<void> {
  writeHead(response, reply, delivery);
  if (response.req.method === 'HEAD' || reply.status === 304) {
    response.end();
    return;
  }
  let sentBytes = 0;
  for await (const chunk of reply.body.chunks()) {
    for (let rest = chunk; rest.length > 0;) {
      if (!(await passStops(response, delivery, sentBytes))) {
        return;
      }
      const piece = rest.subarray(0, pieceBytes(delivery, sentBytes));
      rest = rest.subarray(piece.length);
      sentBytes += piece.length;
      onBytes(piece.length);
      if (!response.write(piece)) {
        await drained(response);
      }
      if (delivery.bytesPerSecond !== undefined) {
        await waitOn(response, DRIP_EVERY_MS);
      }
    }
  }
  if (await passStops(response, delivery, sentBytes)) {
    if (typeof delivery.length === 'object') {
      await settle(response);
    }
    response.end();
  }
}

/** Closes the connection before anything was answered, or in the middle. */
export function breakOff(socket: Socket | null, how: 'reset' | 'close'): void {
  if (how === 'close') {
    socket?.end();
    socket?.destroySoon();
  } else if (socket) {
    carrierOf(socket).resetAndDestroy();
  }
}

/** Waits in real time, no longer than the connection lives. */
export function waitOn(response: ServerResponse, delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      response.off('close', done);
      resolve();
    };
    // setTimeout knows no more than 2^31 - 1 ms; for ever ends when the connection does.
    const timer = setTimeout(done, Math.min(delayMs, 2 ** 31 - 1));
    response.once('close', done);
    if (response.closed) {
      done();
    }
  });
}

function writeHead(response: ServerResponse, { status, headers, body }: Reply, { length }: Delivery): void {
  if (length === undefined) {
    response.writeHead(status, { ...headers, 'Content-Length': body.lengthBytes });
  } else if (length === 'chunked') {
    response.writeHead(status, { ...headers, 'Transfer-Encoding': 'chunked' });
  } else if (length === 'missing') {
    // Without either header the end of the connection is the end of the body.
    response.removeHeader('Transfer-Encoding');
    response.writeHead(status, { ...headers, Connection: 'close' });
  } else {
    response.writeHead(status, {
      ...headers,
      'Content-Length': Math.max(0, body.lengthBytes + length.differsByBytes),
      Connection: 'close',
    });
  }
  response.flushHeaders();
}

/** Does what is to be done after `sentBytes`. Returns false when nothing more is to be sent. */
async function passStops(
  response: ServerResponse,
  { cut, stall, milestone }: Delivery,
  sentBytes: number,
): Promise<boolean> {
  if (milestone?.atByte === sentBytes) {
    milestone.reached();
  }
  if (stall?.atByte === sentBytes) {
    await waitOn(response, stall.forMs);
  }
  if (cut?.atByte === sentBytes) {
    await settle(response);
    breakOff(response.socket, cut.how);
    return false;
  }
  return !response.destroyed && !response.closed;
}

/** Lets the client read what was sent. */
async function settle(response: ServerResponse): Promise<void> {
  await waitOn(response, SETTLE_MS);
  for (let turn = 0; turn < SETTLE_TURNS && !response.closed; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function pieceBytes({ cut, stall, milestone, bytesPerSecond }: Delivery, sentBytes: number): number {
  const stops = [cut?.atByte, stall?.atByte, milestone?.atByte].filter(
    (stop): stop is number => stop !== undefined && stop > sentBytes,
  );
  const dripBytes =
    bytesPerSecond === undefined ? Infinity : Math.max(1, Math.round((bytesPerSecond * DRIP_EVERY_MS) / 1_000));
  return Math.min(dripBytes, ...stops.map((stop) => stop - sentBytes));
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.once('drain', done);
    response.once('close', done);
    if (response.closed) {
      done();
    }
  });
}
