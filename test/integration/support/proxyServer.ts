import * as http from 'node:http';
import * as net from 'node:net';

/** An HTTP proxy on loopback. Only it knows where some hosts are. */
export class ProxyServer {
  /** The `host:port` of each requested tunnel. */
  readonly asked: string[] = [];
  private readonly sockets = new Set<net.Socket>();

  private constructor(
    private readonly server: http.Server,
    private readonly hosts: ReadonlyMap<string, number>,
  ) {}

  /** `hosts`: the port on loopback behind each `host:port`. `login`: the user and password that it asks for. */
  static async open(hosts: ReadonlyMap<string, number>, login?: string): Promise<ProxyServer> {
    const server = http.createServer((_, response) => void response.writeHead(400).end());
    const proxy = new ProxyServer(server, hosts);
    server.on('connection', (socket) => proxy.keep(socket));
    server.on('connect', ({ url = '', headers }, client: net.Socket, head) => {
      proxy.asked.push(url);
      const isWelcome =
        login === undefined || headers['proxy-authorization'] === `Basic ${Buffer.from(login).toString('base64')}`;
      proxy.tunnel(isWelcome ? url : undefined, client, head);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as net.AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.sockets.forEach((socket) => socket.destroy());
    await new Promise((resolve) => this.server.close(resolve));
  }

  private tunnel(authority: string | undefined, client: net.Socket, head: Buffer): void {
    const port = authority === undefined ? undefined : this.hosts.get(authority);
    if (port === undefined) {
      client.end(
        authority === undefined
          ? 'HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n'
          : 'HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n',
      );
      return;
    }
    const target = net.connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      target.write(head);
      target.pipe(client).pipe(target);
    });
    this.keep(target);
  }

  private keep(socket: net.Socket): void {
    this.sockets.add(socket.on('error', () => undefined));
  }
}
