import { randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type McpIdentity, McpSession } from './mcpSession';
import type { McpTool } from './mcpTool';

const PATH = '/mcp';
const SECRET_BYTES = 32;
/** Distinguishes clients, because each one numbers its requests from the same start. */
const SESSION_HEADER = 'Mcp-Session-Id';
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
 * Serves tools with MCP's streamable HTTP on 127.0.0.1, with each response as one JSON document. Clients must present a
 * secret that is created for each server, and that no web page and no other user of this machine knows.
 * https://modelcontextprotocol.io/specification/2025-06-18/basic/transports
 */
export class McpServer {
  private readonly session: McpSession;

  private constructor(
    private readonly server: Server,
    /** The value of the `Authorization` header. */
    readonly authorization: string,
    identity: McpIdentity,
    tools: readonly McpTool[],
  ) {
    this.session = new McpSession(identity, tools);
    server.on('request', (request, response) => void this.serve(request, response));
  }

  /** Starts a server. Throws the system's error if no port is available. */
  static async start(identity: McpIdentity, tools: readonly McpTool[], limits = LIMITS): Promise<McpServer> {
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
    return new McpServer(server, `Bearer ${randomBytes(SECRET_BYTES).toString('base64url')}`, identity, tools);
  }

  get url(): string {
    return `http://${this.host}${PATH}`;
  }

  async close(): Promise<void> {
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
    const gone = new AbortController();
    // The response can't be sent in any other way, so nobody waits for it anymore.
    response.on('close', () => gone.abort());
    const message = await readJson(request).catch(() => undefined);
    if (message === undefined) {
      refuse(request, response, 400);
      return;
    }
    const own = request.headers[SESSION_HEADER.toLowerCase()];
    const caller = { sessionId: typeof own === 'string' ? own : randomUUID(), signal: gone.signal };
    const answers = (
      await Promise.all((Array.isArray(message) ? message : [message]).map((one) => this.session.answer(one, caller)))
    ).filter((answer) => answer !== undefined);
    if (response.destroyed) {
      return;
    }
    if (answers.length === 0) {
      response.writeHead(202).end();
      return;
    }
    response
      .writeHead(200, { 'Content-Type': 'application/json', [SESSION_HEADER]: caller.sessionId })
      .end(JSON.stringify(Array.isArray(message) ? answers : answers[0]));
  }

  /**
   * Returns an HTTP status for requests to refuse. A web page can't reach the server: its browser sends the page's
   * origin, or another name for this host.
   */
  private refusalOf({ method, url, headers }: IncomingMessage): number | undefined {
    if (headers.host !== this.host || headers.origin !== undefined) {
      return 403;
    }
    if (!isSame(headers.authorization ?? '', this.authorization)) {
      return 401;
    }
    if (url !== PATH) {
      return 404;
    }
    if (method !== 'POST') {
      return 405;
    }
    return Number(headers['content-length'] ?? 0) > MAX_BODY_BYTES ? 413 : undefined;
  }
}

/** Sends a status and closes the connection without reading the rest. */
function refuse({ socket }: IncomingMessage, response: ServerResponse, status: number): void {
  const allow = status === 405 ? { Allow: 'POST' } : {};
  response.writeHead(status, { ...allow, Connection: 'close' }).end(() => socket.destroy());
}

async function readJson(request: IncomingMessage): Promise<unknown> {
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
  return JSON.parse(Buffer.concat(chunks).toString()) as unknown;
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
