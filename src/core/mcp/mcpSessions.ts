import { fieldsOf } from '../isRecord';
import { failure, INVALID_PARAMS, readMessage, type Answer } from './jsonRpc';
import { type McpIdentity, McpSession, negotiatedVersion } from './mcpSession';
import type { OpenTools } from './mcpTool';

/** Far more clients than one user has. If another one comes, the session that was quiet for the longest time ends. */
const MAX_SESSIONS = 64;

/** The clients that have introduced themselves. */
export class McpSessions {
  /** Those that were quiet for the longest time come first. */
  private readonly sessions = new Map<string, McpSession>();

  constructor(
    private readonly identity: McpIdentity,
    private readonly openTools: OpenTools,
  ) {}

  get(id: string): McpSession | undefined {
    const session = this.sessions.get(id);
    if (session !== undefined) {
      this.sessions.delete(id);
      this.sessions.set(id, session);
    }
    return session;
  }

  /** Begins a session if this is a client's first message. Undefined for other messages. */
  begin(posted: unknown): McpSession | Answer | undefined {
    const message = readMessage(posted);
    if (message.kind !== 'request' || message.method !== 'initialize') {
      return undefined;
    }
    const { protocolVersion } = fieldsOf(message.params);
    if (typeof protocolVersion !== 'string') {
      return failure(message.id, INVALID_PARAMS, '"protocolVersion" is missing: it takes a text');
    }
    const session = new McpSession(this.identity, this.openTools(), negotiatedVersion(protocolVersion));
    this.sessions.set(session.id, session);
    const [quietest] = this.sessions.keys();
    if (this.sessions.size > MAX_SESSIONS && quietest !== undefined) {
      this.end(quietest);
    }
    return session;
  }

  /** Ends a session and aborts its calls. Returns whether there was one. */
  end(id: string): boolean {
    this.sessions.get(id)?.end();
    return this.sessions.delete(id);
  }

  endAll(): void {
    [...this.sessions.keys()].forEach((id) => this.end(id));
  }
}
