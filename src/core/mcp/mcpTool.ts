import type { ModelText } from '../agent/modelText';

/**
 * A tool as the Model Context Protocol describes it.
 * https://modelcontextprotocol.io/specification/2025-06-18/server/tools
 */
export interface McpTool {
  readonly name: string;
  /** For people. */
  readonly title: string;
  /** For the model. */
  readonly description: string;
  /** A JSON schema of an object. */
  readonly inputSchema: object;
  /** Whether it can be called without a question: a client asks its user before others. */
  readonly isReadOnly: boolean;
  /** Whether it may replace what is there. */
  readonly isDestructive: boolean;
  /** Returns a text for the model, of a failure too. */
  readonly call: (input: unknown, signal: AbortSignal) => Promise<ModelText>;
}
