// The server of npm run bench:download, a process of its own: hands out the same block of memory again and again.
import { createHash } from 'node:crypto';
import * as http from 'node:http';
import * as https from 'node:https';
import type { AddressInfo } from 'node:net';
import { selfSignedCertificate } from '../../test/support/selfSignedCertificate';

export interface SourceAddresses {
  readonly http: string;
  readonly https: string;
  readonly cert: string;
}

const BLOCK = makeBlock(1024 * 1024);

/** Text that looks like a report and does not repeat within a block. */
function makeBlock(bytes: number): Buffer {
  const rows: string[] = ['Action Id,Date,Amount\n'];
  for (let row = 0; rows.length * 80 < bytes * 1.2; row++) {
    rows.push(`${createHash('sha256').update(String(row)).digest('hex')},2026-11-${10 + (row % 20)},${row % 997}.50\n`);
  }
  return Buffer.from(rows.join('')).subarray(0, bytes);
}

function serve(origin: string, request: http.IncomingMessage, response: http.ServerResponse): void {
  const url = new URL(request.url ?? '/', origin);
  const [, bytes] = /\/Jobs\/(\d+)\/Download$/.exec(url.pathname) ?? [];
  if (bytes !== undefined) {
    response.writeHead(302, { Location: `${origin}/file?bytes=${bytes}`, 'Content-Length': 0 }).end();
    return;
  }
  const total = Number(url.searchParams.get('bytes'));
  response.writeHead(200, { 'Content-Type': 'text/csv', 'Content-Length': total, ETag: `"bench-${total}"` });
  let sent = 0;
  const send = (): void => {
    while (sent < total) {
      const piece = BLOCK.subarray(0, Math.min(BLOCK.length, total - sent));
      sent += piece.length;
      if (!response.write(piece)) {
        response.once('drain', send);
        return;
      }
    }
    response.end();
  };
  send();
}

function listen(server: http.Server, scheme: string): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const origin = `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;
      server.on('request', (request: http.IncomingMessage, response: http.ServerResponse) =>
        serve(origin, request, response),
      );
      resolve(origin);
    });
  });
}

const tls = selfSignedCertificate();
const addresses: SourceAddresses = {
  http: await listen(http.createServer(), 'http'),
  https: await listen(https.createServer(tls), 'https'),
  cert: tls.cert,
};
process.send?.(addresses);
process.once('disconnect', () => process.exit());
