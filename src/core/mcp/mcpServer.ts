import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { failure, INVALID_REQUEST, PARSE_ERROR } from './jsonRpc';
import { McpReply } from './mcpReply';
import { type McpIdentity, McpSession, PROTOCOL_VERSIONS } from './mcpSession';
import { McpSessions } from './mcpSessions';
import type { OpenTools } from './mcpTool';

const PATH = '/mcp';
const METHODS = ['POST', 'DELETE'];
const SECRET_BYTES = 32;
/** Distinguishes clients, because each one numbers its requests from the same start. */
const SESSION_HEADER = 'Mcp-Session-Id';
const VERSION_HEADER = 'Mcp-Protocol-Version';
/** Far more than the input of a tool needs. */
const MAX_BODY_BYTES = 256 * 1024;

/** Limits how much of the server a stranger can occupy. */
export interface McpLimits {
  /** A client opens one connection for each simultaneous call. */
  readonly connections: number;
  /** The time from connecting to the end of the headers. */
  readonly headersMs: number;
  /** The time until the end of the body. */
  readonly requestMs: number;
}

const LIMITS: McpLimits = { connections: 32, headersMs: 3_000, requestMs: 10_000 };

/**
 * Serves tools with MCP's streamable HTTP on 127.0.0.1. Clients must present a secret that is created for each server,
 * and that no web page and no other user of this machine knows. Streams can't be resumed, so a call ends when its
 * connection does.
 * https://modelcontextprotocol.io/specification/2025-11-25/basic/transports
 */
export class McpServer {
  private readonly sessions: McpSessions;

  private constructor(
    private readonly server: Server,
    /** The value of the `Authorization` header. */
    readonly authorization: string,
    identity: McpIdentity,
    openTools: OpenTools,
  ) {
    this.sessions = new McpSessions(identity, openTools);
    server.on('request', (request, response) => void this.serve(request, response));
  }

  /** Starts a server. Throws the system's error if no port is available. */
  static async start(identity: McpIdentity, openTools: OpenTools, limits = LIMITS): Promise<McpServer> {
    const server = createServer({
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      connectionsCheckingInterval: limits.headersMs / 3,
    });
    server.maxConnections = limits.connections;
    // Doesn't let an unknown client continue with a body.
    server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => refuse(request, response, 417));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(0, '127.0.0.1', resolve);
    });
    return new McpServer(server, `Bearer ${randomBytes(SECRET_BYTES).toString('base64url')}`, identity, openTools);
  }

  get url(): string {
    return `http://${this.host}${PATH}`;
  }

  /** Cancels all calls. */
  async close(): Promise<void> {
    this.sessions.endAll();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refusal = this.refusalOf(request);
    if (refusal !== undefined) {
      refuse(request, response, refusal);
      return;
    }
    if (request.method === 'DELETE') {
      const isEnded = this.sessions.end(headerOf(request, SESSION_HEADER) ?? '');
      response.writeHead(isEnded ? 204 : 404).end();
      return;
    }
    const gone = new AbortController();
    // The response can't be sent in any other way, so nobody waits for it anymore.
    response.on('close', () => gone.abort());
    const body = await readBody(request).catch(() => undefined);
    if (body === undefined) {
      refuse(request, response, 413);
      return;
    }
    await this.answer(body, request, response, gone.signal);
  }

  private async answer(
    body: Buffer,
    request: IncomingMessage,
    response: ServerResponse,
    signal: AbortSignal,
  ): Promise<void> {
    const send = (message: string, status: number, code = INVALID_REQUEST): void =>
      new McpReply(response, {}, false).end(failure(null, code, message), status);
    const posted = parsed(body);
    if (posted === undefined) {
      send("This isn't JSON", 400, PARSE_ERROR);
      return;
    }
    const id = headerOf(request, SESSION_HEADER);
    const session = this.sessions.begin(posted) ?? (id === undefined ? undefined : this.sessions.get(id));
    if (session === undefined) {
      send(id === undefined ? 'Send "initialize" first' : 'There is no such session', id === undefined ? 400 : 404);
      return;
    }
    if (!(session instanceof McpSession)) {
      new McpReply(response, {}, false).end(session, 200);
      return;
    }
    const acceptsEvents = (request.headers.accept ?? '').includes('text/event-stream');
    const reply = new McpReply(response, { [SESSION_HEADER]: session.id }, acceptsEvents);
    const answer = await session.answer(posted, { signal, notify: (message) => reply.notify(message) });
    reply.end(answer, answer === undefined ? 202 : 200);
  }

  /**
   * Returns an HTTP status for requests to refuse. A web page can't reach the server: its browser sends the page's
   * origin, or another name for this host. This server has no pages, so its own origin is nobody's.
   */
  private refusalOf(request: IncomingMessage): number | undefined {
    const { method = '', url, headers } = request;
    if (headers.host !== this.host || (headers.origin ?? `http://${this.host}`) !== `http://${this.host}`) {
      return 403;
    }
    if (!isSame(headers.authorization ?? '', this.authorization)) {
      return 401;
    }
    if (url !== PATH) {
      return 404;
    }
    if (!METHODS.includes(method)) {
      return 405;
    }
    const version = headerOf(request, VERSION_HEADER);
    if (version !== undefined && !PROTOCOL_VERSIONS.some((known) => known === version)) {
      return 400;
    }
    return Number(headers['content-length'] ?? 0) > MAX_BODY_BYTES ? 413 : undefined;
  }
}

/** Sends a status and closes the connection without reading the rest. */
function refuse({ socket }: IncomingMessage, response: ServerResponse, status: number): void {
  const allow = status === 405 ? { Allow: METHODS.join(', ') } : {};
  response.writeHead(status, { ...allow, Connection: 'close' }).end(() => socket.destroy());
}

/** Throws RangeError if the body is too long. */
async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // Keeps the stream open, because a refusal is sent on the same connection.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) {
      throw new RangeError('The message is too long');
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Undefined if it isn't JSON. */
function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString()) as unknown;
  } catch {
    return undefined;
  }
}

function headerOf({ headers }: IncomingMessage, name: string): string | undefined {
  const value = headers[name.toLowerCase()];
  return typeof value === 'string' ? value : undefined;
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
