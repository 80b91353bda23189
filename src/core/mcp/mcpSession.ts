import { randomUUID } from 'node:crypto';
import { plainText } from '../api/plainText';
import { fieldsOf, isRecord } from '../isRecord';
import {
  type Answer,
  failure,
  type Id,
  INVALID_PARAMS,
  INVALID_REQUEST,
  isId,
  METHOD_NOT_FOUND,
  readMessage,
  success,
} from './jsonRpc';
import type { McpTool, McpTools, ReportProgress } from './mcpTool';

/** The protocol versions in which these few methods are the same, newest first. */
export const PROTOCOL_VERSIONS = ['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05'] as const;
export type ProtocolVersion = (typeof PROTOCOL_VERSIONS)[number];
/** The versions in which a client can send several messages at once. */
const VERSIONS_WITH_BATCHES: readonly ProtocolVersion[] = ['2025-03-26', '2024-11-05'];
/** More messages at once than this are refused, so that a short request can't cause a huge answer. */
const MAX_BATCH = 32;
const MAX_NAME_CHARS = 80;

export interface McpIdentity {
  readonly name: string;
  readonly title: string;
  readonly version: string;
}

/** Who sends a message. */
export interface McpCaller {
  /** Aborted when nobody waits for the response anymore. */
  readonly signal: AbortSignal;
  /** Sends a notification before the response. */
  readonly notify: (notification: object) => void;
}

/** Answers the messages of one MCP client: JSON-RPC 2.0, only tools. Keeps no state except the calls in progress. */
export class McpSession {
  readonly id = randomUUID();
  private readonly calls = new Map<Id, AbortController>();

  constructor(
    private readonly identity: McpIdentity,
    private readonly opened: McpTools,
    private readonly version: ProtocolVersion,
  ) {}

  /** Answers what a client has posted: a message or a batch. Undefined if nothing needs an answer. Never throws. */
  async answer(posted: unknown, caller: McpCaller): Promise<Answer | readonly Answer[] | undefined> {
    if (!Array.isArray(posted)) {
      return this.answerOne(posted, caller);
    }
    if (!VERSIONS_WITH_BATCHES.includes(this.version)) {
      return failure(null, INVALID_REQUEST, `Version ${this.version} has no batches. Send one message at a time.`);
    }
    if (posted.length === 0 || posted.length > MAX_BATCH) {
      return failure(null, INVALID_REQUEST, `A batch has from 1 to ${MAX_BATCH} messages`);
    }
    const answers = await Promise.all(posted.map((one) => this.answerOne(one, caller)));
    const sent = answers.filter((answer) => answer !== undefined);
    return sent.length === 0 ? undefined : sent;
  }

  /** Aborts the calls, also those that nobody waits for at the moment. */
  end(): void {
    this.calls.forEach((call) => call.abort());
    this.opened.dispose();
  }

  private async answerOne(value: unknown, caller: McpCaller): Promise<Answer | undefined> {
    const message = readMessage(value);
    switch (message.kind) {
      case 'invalid':
        return failure(null, INVALID_REQUEST, "This isn't a JSON-RPC 2.0 request of MCP");
      case 'answer':
        return undefined;
      case 'notification':
        this.notice(message.method, message.params);
        return undefined;
      case 'request':
        return this.answerRequest(message.id, message.method, message.params, caller);
    }
  }

  private answerRequest(id: Id, method: string, params: unknown, caller: McpCaller): Answer | Promise<Answer> {
    switch (method) {
      case 'initialize':
        return success(id, {
          protocolVersion: this.version,
          capabilities: { tools: {} },
          serverInfo: this.identity,
        });
      case 'ping':
        return success(id, {});
      case 'tools/list':
        return success(id, { tools: this.opened.tools.map(describe) });
      case 'tools/call':
        return this.call(id, params, caller);
      default:
        return failure(id, METHOD_NOT_FOUND, `There is no method ${plainText(method, MAX_NAME_CHARS)}`);
    }
  }

  private notice(method: string, params: unknown): void {
    const { requestId } = fieldsOf(params);
    if (method === 'notifications/cancelled' && isId(requestId)) {
      this.calls.get(requestId)?.abort();
    }
  }

  /** Calls a tool. A failure is also an answer, so that the model can read the reason. */
  private async call(id: Id, params: unknown, { signal, notify }: McpCaller): Promise<Answer> {
    const { name, arguments: input = {}, _meta } = fieldsOf(params);
    const tool = this.opened.tools.find((known) => known.name === name);
    if (tool === undefined) {
      return failure(
        id,
        INVALID_PARAMS,
        `There is no tool ${typeof name === 'string' ? plainText(name, MAX_NAME_CHARS) : 'without a name'}`,
      );
    }
    if (!isRecord(input)) {
      return failure(id, INVALID_PARAMS, 'The arguments of a tool are an object');
    }
    if (this.calls.has(id)) {
      return failure(id, INVALID_REQUEST, 'This ID belongs to a call in progress');
    }
    const cancelled = new AbortController();
    this.calls.set(id, cancelled);
    try {
      const report = progressTo(fieldsOf(_meta)['progressToken'], notify);
      const { text, isError } = await tool.call(input, AbortSignal.any([cancelled.signal, signal]), report);
      return success(id, { content: [{ type: 'text', text }], ...(isError && { isError }) });
    } catch {
      // Hides the error's message, because it can contain a server's text. Tools return their own failures as text.
      return success(id, { isError: true, content: [{ type: 'text', text: 'The tool failed.' }] });
    } finally {
      this.calls.delete(id);
    }
  }
}

/** The version for a session: the client's if this server knows it, otherwise the newest. */
export function negotiatedVersion(requested: string): ProtocolVersion {
  return PROTOCOL_VERSIONS.find((known) => known === requested) ?? PROTOCOL_VERSIONS[0];
}

/** Counts progress, because nobody knows how long impact.com takes. Does nothing if the client wants no progress. */
function progressTo(progressToken: unknown, notify: McpCaller['notify']): ReportProgress {
  let progress = 0;
  return (message) => {
    if (isId(progressToken)) {
      progress += 1;
      notify({ jsonrpc: '2.0', method: 'notifications/progress', params: { progressToken, progress, message } });
    }
  };
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
