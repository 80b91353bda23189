import type { ModelText } from '../agent/modelText';

/** Reports how far a call is, in a short sentence. */
export type ReportProgress = (message: string) => void;

/**
 * A tool as the Model Context Protocol describes it.
 * https://modelcontextprotocol.io/specification/2025-11-25/server/tools
 */
export interface McpTool {
  readonly name: string;
  /** For people. */
  readonly title: string;
  /** For the model. */
  readonly description: string;
  /** A JSON schema of an object. */
  readonly inputSchema: object;
  /** Whether a client can call the tool without asking its user. */
  readonly isReadOnly: boolean;
  /** Whether the tool can replace existing data. */
  readonly isDestructive: boolean;
  /** Returns a text for the model, also for a failure. Ends soon after the signal is aborted. */
  readonly call: (input: unknown, signal: AbortSignal, report: ReportProgress) => Promise<ModelText>;
}

/** The tools of one client. */
export interface McpTools {
  readonly tools: readonly McpTool[];
  /** Cancels the calls that the client hasn't got a result of. */
  readonly dispose: () => void;
}

/** Opens the tools for a client. */
export type OpenTools = () => McpTools;
