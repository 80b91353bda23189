import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { EffectOf } from './fault';
import { carrierOf } from './listener';
import type { Reply } from './reply';

/** How to send a reply. Positions are bytes of the body as sent. */
export interface Delivery {
  readonly length?: EffectOf<'length'>['length'];
  readonly cut?: { readonly atByte: number; readonly how: 'reset' | 'close' };
  readonly stall?: { readonly atByte: number; readonly forMs: number };
  readonly bytesPerSecond?: number;
  /** Called after this many bytes have been sent. */
  readonly milestone?: { readonly atByte: number; readonly reached: () => void };
}

/**
 * The client hasn't necessarily read the bytes that the kernel has accepted, and a reset too soon would discard them.
 * The time lets a client in another process read; the turns of the event loop let a client in this process read, even
 * if its timers are late.
 */
const SETTLE_MS = 20;
const SETTLE_TURNS = 10;
const DRIP_EVERY_MS = 50;

/** Sends the reply. Calls `onBytes` for each piece of the body. Ends early if the client disconnects. */
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

/** Closes the connection before the response starts, or in the middle of it. */
export function breakOff(socket: Socket | null, how: 'reset' | 'close'): void {
  if (how === 'close') {
    socket?.end();
    socket?.destroySoon();
  } else if (socket) {
    carrierOf(socket).resetAndDestroy();
  }
}

/** Waits in real time, but not longer than the connection exists. */
export function waitOn(response: ServerResponse, delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      response.off('close', done);
      resolve();
    };
    // setTimeout supports at most 2^31 - 1 ms. An endless wait ends with the connection.
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
    // Without either header, the end of the connection is the end of the body.
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

/** Applies the stops after `sentBytes`. Returns false if nothing more should be sent. */
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

/** Gives the client time to read what was sent. */
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
