import { randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type McpIdentity, McpSession } from './mcpSession';
import type { McpTool } from './mcpTool';

const PATH = '/mcp';
const SECRET_BYTES = 32;
/** Tells clients apart, who each count their requests from the same number. */
const SESSION_HEADER = 'Mcp-Session-Id';
/** Inputs of tools are small. */
const MAX_BODY_BYTES = 256 * 1024;

/** What a stranger can hold of the port at the most. */
export interface McpLimits {
  /** A client has one for each of its calls at once. */
  readonly connections: number;
  /** From the connection to the end of the headers. */
  readonly headersMs: number;
  /** To the end of the body. */
  readonly requestMs: number;
}

const LIMITS: McpLimits = { connections: 32, headersMs: 3_000, requestMs: 10_000 };

/**
 * Serves tools by MCP's streamable HTTP on 127.0.0.1, each answer as one JSON document. Whoever asks must show the
 * secret that is made for each server, which no web page and no other user of the machine knows.
 * https://modelcontextprotocol.io/specification/2025-06-18/basic/transports
 */
export class McpServer {
  private readonly session: McpSession;

  private constructor(
    private readonly server: Server,
    /** Goes into the header `Authorization`. */
    readonly authorization: string,
    identity: McpIdentity,
    tools: readonly McpTool[],
  ) {
    this.session = new McpSession(identity, tools);
    server.on('request', (request, response) => void this.serve(request, response));
  }

  /** Throws the system's error where no port can be had. */
  static async start(identity: McpIdentity, tools: readonly McpTool[], limits = LIMITS): Promise<McpServer> {
    const server = createServer({
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      connectionsCheckingInterval: limits.headersMs / 3,
    });
    server.maxConnections = limits.connections;
    // Nobody is told to go on with a body before it is known who asks.
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
    // There is no other way for an answer to come, so nobody waits for it any more.
    response.on('close', () => gone.abort());
    const message = await readJson(request).catch(() => undefined);
    if (message === undefined) {
      refuse(request, response, 400);
      return;
    }
    const own = request.headers[SESSION_HEADER.toLowerCase()];
    const caller = { sessionId: typeof own === 'string' ? own : randomUUID(), signal: gone.signal };
    const answers = (
      await Promise.all((Array.isArray(message) ? message : [message]).map((one) => this.session.receive(one, caller)))
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

  /** A browser that was led here by a page says where the page is from, or has another name for this host. */
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

/** Says no and hangs up: what else the other side sends is not read. */
function refuse({ socket }: IncomingMessage, response: ServerResponse, status: number): void {
  const allow = status === 405 ? { Allow: 'POST' } : {};
  response.writeHead(status, { ...allow, Connection: 'close' }).end(() => socket.destroy());
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // The stream stays: a refusal still has to go out on its connection.
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
