import * as http from 'node:http';
import * as https from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

/** The TCP connection below each TLS connection. */
const carriers = new WeakMap<Socket, Socket>();

/** The TCP connection of a socket, because Node can only reset TCP connections. */
export function carrierOf(socket: Socket): Socket {
  return carriers.get(socket) ?? socket;
}

/** A server on 127.0.0.1 that can disappear, as in a network outage, and come back at the same address. */
export class Listener {
  private constructor(
    private readonly server: http.Server,
    readonly url: string,
    readonly port: number,
  ) {}

  static async open(
    port: number,
    tls: { key: string; cert: string } | undefined,
    listener: http.RequestListener,
  ): Promise<Listener> {
    const server = tls ? https.createServer({ ...tls }, listener) : http.createServer(listener);
    // A client that keeps a connection for its next poll must find it open. Node would close it after five seconds.
    server.keepAliveTimeout = 60_000;
    if (tls) {
      rememberCarriers(server);
    }
    await listen(server, port);
    const { port: actualPort } = server.address() as AddressInfo;
    return new Listener(server, `${tls ? 'https' : 'http'}://127.0.0.1:${actualPort}`, actualPort);
  }

  /** Refuses new connections and resets open ones until it's reopened. */
  async close(): Promise<void> {
    if (!this.server.listening) {
      return;
    }
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }

  async reopen(): Promise<void> {
    if (!this.server.listening) {
      await listen(this.server, this.port);
    }
  }
}

function rememberCarriers(server: http.Server): void {
  const byPort = new Map<number | undefined, Socket>();
  server.on('connection', (carrier: Socket) => {
    const { remotePort } = carrier;
    byPort.set(remotePort, carrier);
    carrier.once('close', () => byPort.delete(remotePort));
  });
  server.on('secureConnection', (socket: Socket) => {
    const carrier = byPort.get(socket.remotePort);
    if (carrier) {
      carriers.set(socket, carrier);
    }
  });
}

function listen(server: http.Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}
