import * as http from 'node:http';
import * as https from 'node:https';
import { isIP, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import * as tls from 'node:tls';
import { ApiError } from '../core/apiError';

const CONNECTED = 200;
const LOGIN_NEEDED = 407;

type OnConnected = (error: Error | null, socket: Duplex) => void;

/**
 * An agent for one request, which goes through an HTTP proxy. TLS is with the server itself, so the proxy sees only the
 * server's name, and none of its own responses is taken for one of the server.
 */
export class Tunnel extends https.Agent {
  /** Why the proxy has refused. */
  refusal: ApiError | undefined;

  constructor(
    private readonly proxy: URL,
    private readonly signal: AbortSignal,
  ) {
    super({ keepAlive: false });
  }

  override createConnection(options: tls.ConnectionOptions, onConnected: OnConnected): undefined {
    const { proxy, signal } = this;
    const host = options.host ?? '';
    const target = `${host.includes(':') ? `[${host}]` : host}:${options.port ?? ''}`;
    const { request } = proxy.protocol === 'https:' ? https : http;
    const fail = (error: Error): void => (onConnected as (error: Error) => void)(error);
    request(proxy, {
      method: 'CONNECT',
      path: target,
      headers: { Host: target, ...loginOf(proxy) },
      signal,
      agent: false,
    })
      .on('connect', ({ statusCode = 0 }, socket: Socket) => {
        if (statusCode === CONNECTED) {
          const servername = isIP(host) === 0 ? { servername: host } : {};
          onConnected(null, tls.connect({ ...options, ...servername, socket }));
          return;
        }
        socket.destroy();
        this.refusal = refusalOf(statusCode, proxy);
        fail(this.refusal);
      })
      .on('error', fail)
      .end();
  }
}

function refusalOf(status: number, { host }: URL): ApiError {
  const kind = status === LOGIN_NEEDED ? 'rejected' : 'offline';
  return new ApiError(kind, `The proxy ${host} answered HTTP ${status}`, { status });
}

function loginOf({ username, password }: URL): http.OutgoingHttpHeaders {
  if (username === '' && password === '') {
    return {};
  }
  const login = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'Proxy-Authorization': `Basic ${Buffer.from(login).toString('base64')}` };
}
