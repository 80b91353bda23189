import { fieldsOf } from '../isRecord';
import { plainText } from '../api/plainText';
import type { McpTool } from './mcpTool';

/** The protocol versions in which these few methods are the same, newest first. */
const PROTOCOL_VERSIONS = ['2025-06-18', '2025-03-26', '2024-11-05'];
/** Error codes from JSON-RPC. */
const INVALID_REQUEST = -32600;
const METHOD_NOT_FOUND = -32601;
const INVALID_PARAMS = -32602;
const MAX_NAME_CHARS = 80;

export interface McpIdentity {
  readonly name: string;
  readonly title: string;
  readonly version: string;
}

/** Who sends a message. */
export interface McpCaller {
  /** Identifies the client in all its requests. */
  readonly sessionId: string;
  /** Aborted when nobody waits for the response anymore. */
  readonly signal: AbortSignal;
}

type Id = string | number;
type Answer = { readonly jsonrpc: '2.0'; readonly id: Id | null } & (
  { readonly result: unknown } | { readonly error: { readonly code: number; readonly message: string } }
);
type Fields = Readonly<Record<string, unknown>>;

/**
 * Answers the messages of MCP clients: JSON-RPC 2.0, only tools. Keeps no state between messages except the calls in
 * progress.
 */
export class McpSession {
  /** By session and ID, because each client has its own IDs. */
  private readonly calls = new Map<string, AbortController>();

  constructor(
    private readonly identity: McpIdentity,
    private readonly tools: readonly McpTool[],
  ) {}

  /** Answers one message. Undefined if the message needs no answer. Never throws. */
  async answer(message: unknown, caller: McpCaller): Promise<Answer | undefined> {
    const { jsonrpc, id, method, params } = fieldsOf(message);
    if (jsonrpc !== '2.0' || typeof method !== 'string') {
      return failure(null, INVALID_REQUEST, "This isn't a JSON-RPC 2.0 request");
    }
    if (typeof id !== 'string' && typeof id !== 'number') {
      this.notice(method, fieldsOf(params), caller);
      return undefined;
    }
    switch (method) {
      case 'initialize':
        return success(id, this.introduce(fieldsOf(params)));
      case 'ping':
        return success(id, {});
      case 'tools/list':
        return success(id, { tools: this.tools.map(describe) });
      case 'tools/call':
        return this.call(id, fieldsOf(params), caller);
      default:
        return failure(id, METHOD_NOT_FOUND, `There is no method ${plainText(method, MAX_NAME_CHARS)}`);
    }
  }

  private introduce({ protocolVersion }: Fields): unknown {
    const version = PROTOCOL_VERSIONS.find((known) => known === protocolVersion) ?? PROTOCOL_VERSIONS[0];
    return { protocolVersion: version, capabilities: { tools: {} }, serverInfo: this.identity };
  }

  private notice(method: string, { requestId }: Fields, { sessionId }: McpCaller): void {
    if (method === 'notifications/cancelled') {
      this.calls.get(callKey(sessionId, requestId))?.abort();
    }
  }

  /** Calls a tool. A failure is also an answer, so that the model can read the reason. */
  private async call(id: Id, { name, arguments: input }: Fields, { sessionId, signal }: McpCaller): Promise<Answer> {
    const tool = this.tools.find((known) => known.name === name);
    if (tool === undefined) {
      return failure(id, INVALID_PARAMS, `There is no tool ${plainText(String(name), MAX_NAME_CHARS)}`);
    }
    const key = callKey(sessionId, id);
    const cancelled = new AbortController();
    this.calls.set(key, cancelled);
    try {
      const { text, isError } = await tool.call(input ?? {}, AbortSignal.any([cancelled.signal, signal]));
      return success(id, { content: [{ type: 'text', text }], ...(isError && { isError }) });
    } catch {
      // Hides the error's message, because it can contain a server's text. Tools return their own failures as text.
      return success(id, { isError: true, content: [{ type: 'text', text: 'The tool failed.' }] });
    } finally {
      this.calls.delete(key);
    }
  }
}

function callKey(sessionId: string, id: unknown): string {
  return JSON.stringify([sessionId, id]);
}

function describe({ name, title, description, inputSchema, isReadOnly, isDestructive }: McpTool): unknown {
  return {
    name,
    title,
    description,
    inputSchema,
    annotations: { title, readOnlyHint: isReadOnly, destructiveHint: isDestructive, openWorldHint: true },
  };
}

function success(id: Id, result: unknown): Answer {
  return { jsonrpc: '2.0', id, result };
}

function failure(id: Id | null, code: number, message: string): Answer {
  return { jsonrpc: '2.0', id, error: { code, message } };
}
