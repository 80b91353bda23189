import * as http from 'node:http';
import * as https from 'node:https';
import * as net from 'node:net';

/** A request as an origin received it. */
export interface ReceivedRequest {
  /** As in URL: without the scheme's default port. */
  readonly origin: string;
  readonly method: string;
  /** As sent. */
  readonly target: string;
  readonly headers: http.IncomingHttpHeaders;
}

export type Answer = (request: ReceivedRequest, response: http.ServerResponse) => void;

interface Connecting {
  createConnection: (options: { readonly host: string; readonly port: number }) => net.Socket;
}

/**
 * The whole internet on loopback: a request to any origin arrives here and is recorded, and nothing leaves this
 * machine. Leaves out TLS.
 */
export class Internet {
  readonly requests: ReceivedRequest[] = [];
  /** The number of bytes sent to all clients. */
  sentBytes = 0;
  private readonly origins = new Map<number, string>();
  private readonly sockets = new Set<net.Socket>();
  private readonly restore: (() => void)[] = [];

  private constructor(private readonly server: http.Server) {}

  static async open(answer: Answer): Promise<Internet> {
    const server = http.createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const internet = new Internet(server);
    server.on('connection', (socket) =>
      internet.sockets.add(
        socket.on('error', () => undefined).on('close', () => (internet.sentBytes += socket.bytesWritten)),
      ),
    );
    server.on('request', ({ socket, method = '', url = '', headers }, response) => {
      const request = {
        origin: internet.origins.get(socket.remotePort ?? 0) ?? 'unknown',
        method,
        target: url,
        headers,
      };
      internet.requests.push(request);
      response.on('error', () => undefined);
      answer(request, response);
    });
    internet.capture(http.globalAgent, 'http:');
    internet.capture(https.globalAgent, 'https:');
    return internet;
  }

  async close(): Promise<void> {
    this.restore.forEach((restore) => restore());
    this.sockets.forEach((socket) => socket.destroy());
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Makes an agent connect here, whatever address it gets. */
  private capture(agent: http.Agent, scheme: string): void {
    const connecting = agent as unknown as Connecting;
    const { port } = this.server.address() as net.AddressInfo;
    connecting.createConnection = (options) => {
      const host = net.isIPv6(options.host) ? `[${options.host}]` : options.host;
      const { origin } = new URL(`${scheme}//${host}:${options.port}`);
      const socket = net.connect(port, '127.0.0.1');
      socket.once('connect', () => this.origins.set(socket.localPort ?? 0, origin));
      return socket;
    };
    // The agent's own method reappears from its prototype.
    this.restore.push(() => Reflect.deleteProperty(connecting, 'createConnection'));
    this.restore.push(() => agent.destroy());
  }
}
