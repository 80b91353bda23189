import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { aCertificate } from '../../../../support/aCertificate';

const HOST = '127.0.0.1';

/** A server with TLS whose jobs are all completed, and whose downloads lead to another server without TLS. */
export class RedirectingServers {
  /** The requests of each. */
  readonly secure: string[] = [];
  readonly plain: string[] = [];

  private constructor(
    readonly cert: string,
    private readonly servers: readonly [secure: Server, plain: Server],
  ) {}

  static async start(): Promise<RedirectingServers> {
    const { key, cert } = aCertificate();
    const plain = createServer(({ url = '' }, response) => {
      started.plain.push(url);
      response.end('a,b\n');
    });
    const secure = createSecureServer({ key, cert }, ({ url = '' }, response) => {
      started.secure.push(url);
      if (url.endsWith('/Download')) {
        response.writeHead(302, { Location: `http://${HOST}:${portOf(plain)}/result` }).end();
      } else {
        response.end('{"Id":"c1","Status":"COMPLETED"}');
      }
    });
    const started = new RedirectingServers(cert, [secure, plain]);
    await Promise.all(started.servers.map((server) => new Promise<void>((resolve) => server.listen(0, HOST, resolve))));
    return started;
  }

  get baseUrl(): string {
    return `https://${HOST}:${portOf(this.servers[0])}`;
  }

  async close(): Promise<void> {
    await Promise.all(this.servers.map((server) => new Promise((resolve) => server.close(resolve))));
  }
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
