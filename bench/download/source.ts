// The server of npm run bench:download, a process of its own: hands out the same block of memory again and again.
import { createHash } from 'node:crypto';
import * as http from 'node:http';
import * as https from 'node:https';
import type { AddressInfo } from 'node:net';
import { GIGABIT_BYTES_PER_MS } from './link';
import { aCertificate } from '../../test/support/aCertificate';

export interface SourceAddresses {
  readonly origins: Readonly<Record<'http' | 'https' | 'gigabitHttp' | 'gigabitHttps', string>>;
  readonly cert: string;
}

/** How much a link sends at once after a pause, as network buffers do. The rest of the pause is lost. */
const BURST_BYTES = 4 * 1024 * 1024;
const LEAST_PIECE_BYTES = 64 * 1024;
const BLOCK = makeBlock(1024 * 1024);

/** Text that looks like a report and doesn't repeat within a block. */
function makeBlock(bytes: number): Buffer {
  const rows: string[] = ['Action Id,Date,Amount\n'];
  for (let row = 0; rows.length * 80 < bytes * 1.2; row++) {
    rows.push(`${createHash('sha256').update(String(row)).digest('hex')},2026-11-${10 + (row % 20)},${row % 997}.50\n`);
  }
  return Buffer.from(rows.join('')).subarray(0, bytes);
}

interface Route {
  readonly origin: string;
  /** Undefined for as fast as possible. */
  readonly bytesPerMs: number | undefined;
}

function serve({ origin, bytesPerMs }: Route, request: http.IncomingMessage, response: http.ServerResponse): void {
  const url = new URL(request.url ?? '/', origin);
  const [, bytes] = /\/Jobs\/(\d+)\/Download$/.exec(url.pathname) ?? [];
  if (bytes !== undefined) {
    response.writeHead(302, { Location: `${origin}/file?bytes=${bytes}`, 'Content-Length': 0 }).end();
    return;
  }
  const total = Number(url.searchParams.get('bytes'));
  response.writeHead(200, { 'Content-Type': 'text/csv', 'Content-Length': total, ETag: `"bench-${total}"` });
  sendBody(response, total, bytesPerMs);
}

function sendBody(response: http.ServerResponse, total: number, bytesPerMs = Infinity): void {
  let refilledAt = performance.now();
  let allowed = BURST_BYTES;
  let sent = 0;
  const send = (): void => {
    while (sent < total) {
      const now = performance.now();
      allowed = Math.min(BURST_BYTES, allowed + (now - refilledAt) * bytesPerMs);
      refilledAt = now;
      const at = sent % BLOCK.length;
      const piece = BLOCK.subarray(at, at + Math.min(BLOCK.length - at, total - sent, Math.floor(allowed)));
      if (piece.length < Math.min(LEAST_PIECE_BYTES, total - sent, BLOCK.length - at)) {
        setTimeout(send, 1);
        return;
      }
      sent += piece.length;
      allowed -= bytesPerMs === Infinity ? 0 : piece.length;
      if (!response.write(piece)) {
        response.once('drain', send);
        return;
      }
    }
    response.end();
  };
  send();
}

function listen(server: http.Server, scheme: string, bytesPerMs?: number): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const origin = `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;
      server.on('request', (request: http.IncomingMessage, response: http.ServerResponse) =>
        serve({ origin, bytesPerMs }, request, response),
      );
      resolve(origin);
    });
  });
}

const tls = aCertificate();
const ADDRESSES: SourceAddresses = {
  origins: {
    http: await listen(http.createServer(), 'http'),
    https: await listen(https.createServer(tls), 'https'),
    gigabitHttp: await listen(http.createServer(), 'http', GIGABIT_BYTES_PER_MS),
    gigabitHttps: await listen(https.createServer(tls), 'https', GIGABIT_BYTES_PER_MS),
  },
  cert: tls.cert,
};
process.send?.(ADDRESSES);
process.once('disconnect', () => process.exit());
