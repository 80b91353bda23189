/** A tool as the Model Context Protocol describes it. https://modelcontextprotocol.io/specification/2025-06-18/server/tools */
export interface McpTool {
  readonly name: string;
  /** For people. */
  readonly title: string;
  /** For the model. */
  readonly description: string;
  /** A JSON schema of an object. */
  readonly inputSchema: object;
  /** Whether it changes and writes nothing: a client asks its user before others. */
  readonly isReadOnly: boolean;
  /** Returns a text for the model. Throws a sentence. */
  readonly call: (input: unknown, signal: AbortSignal) => Promise<string>;
}
