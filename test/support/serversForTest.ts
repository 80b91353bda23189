import * as http from 'node:http';
import * as net from 'node:net';
import * as tls from 'node:tls';

export interface ServersForTest {
  /** Starts an HTTP server for responses that the simulator doesn't send. Resolves to its URL. */
  readonly http: (answer: http.RequestListener) => Promise<URL>;
  /** Starts a server on the bare connection. */
  readonly socket: (talk: (socket: net.Socket) => void) => Promise<URL>;
  readonly tls: (options: tls.TlsOptions, answer: http.RequestListener) => Promise<URL>;
}

/** Servers on loopback that are closed after each test, with their connections. Call it inside a `describe`. */
export function serversForTest(): ServersForTest {
  const open = new Set<net.Server>();
  const sockets = new Set<net.Socket>();
  afterEach(async () => {
    sockets.forEach((socket) => socket.destroy());
    await Promise.all([...open].map((server) => new Promise((resolve) => server.close(resolve))));
    open.clear();
    sockets.clear();
  });
  const listen = async (server: net.Server, scheme: string): Promise<URL> => {
    open.add(server);
    server.on('connection', (socket: net.Socket) => sockets.add(socket.on('error', () => undefined)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new URL(`${scheme}://127.0.0.1:${(server.address() as net.AddressInfo).port}/`);
  };
  return {
    http: (answer) => listen(http.createServer(answer), 'http'),
    socket: (talk) => listen(net.createServer(talk), 'http'),
    tls: (options, answer) => {
      const plain = http.createServer(answer);
      const server = tls.createServer(options, (socket) => void plain.emit('connection', socket));
      server.on('tlsClientError', () => undefined);
      return listen(server, 'https');
    },
  };
}
