import type { ServerResponse } from 'node:http';

/**
 * The response to one POST: one JSON document or, once there's something to tell earlier, a stream of events.
 * https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#sending-messages-to-the-server
 */
export class McpReply {
  constructor(
    private readonly response: ServerResponse,
    private readonly headers: Readonly<Record<string, string>>,
    private readonly acceptsEvents: boolean,
  ) {}

  /** Sends a message before the answer. Does nothing if the client doesn't accept events. */
  notify(message: object): void {
    if (!this.acceptsEvents || this.response.destroyed || this.response.writableEnded) {
      return;
    }
    if (!this.response.headersSent) {
      this.response.writeHead(200, {
        ...this.headers,
        'Content-Type': 'text/event-stream',
        'Cache-Control': 'no-cache, no-transform',
      });
    }
    this.response.write(event(message));
  }

  /** Ends the response. `answer` is undefined if there's none. */
  end(answer: object | undefined, status: number): void {
    if (this.response.destroyed) {
      return;
    }
    if (this.response.headersSent) {
      this.response.end(answer && event(answer));
    } else if (answer === undefined) {
      this.response.writeHead(status, this.headers).end();
    } else {
      this.response
        .writeHead(status, { ...this.headers, 'Content-Type': 'application/json' })
        .end(JSON.stringify(answer));
    }
  }
}

function event(message: object): string {
  return `event: message\ndata: ${JSON.stringify(message)}\n\n`;
}
