import { failureText, type ModelText, resultText } from '../../core/agent/modelText';
import { sentenceFor } from '../words/errorMessages';

/**
 * A tool for language models, used by both VS Code's own tools and MCP clients. A model writes the input, so it can
 * contain anything.
 */
export interface AgentTool {
  /** What MCP clients learn about the tool: `changes` can replace existing data, `adds` doesn't. */
  readonly effect: 'reads' | 'adds' | 'changes';
  /** The message that appears while the tool runs. */
  progress(input: unknown): string;
  /** The question that the user has to confirm first. Undefined if this input needs no question. */
  question?(input: unknown): Promise<AgentQuestion | undefined>;
  /**
   * The part of the question that this window asks even if an MCP client has already asked, because the window
   * remembers the answer. The whole question if there is no `question`.
   */
  consent?(input: unknown): Promise<AgentQuestion | undefined>;
  /**
   * Returns a value that JSON can contain. Throws an error with a sentence for the user. `report` tells how far the
   * work is, in a few words.
   */
  run(input: unknown, signal: AbortSignal, report: (message: string) => void): Promise<unknown>;
}

export interface AgentQuestion {
  readonly title: string;
  readonly message: string;
}

/** Runs a tool and returns text for a model, also for a failure. */
export async function callTool(
  tool: AgentTool,
  input: unknown,
  signal: AbortSignal,
  report: (message: string) => void = () => undefined,
): Promise<ModelText> {
  try {
    signal.throwIfAborted();
    return resultText(await tool.run(input, signal, report));
  } catch (error) {
    return failureOf(error);
  }
}

/** The text about an error for a model. */
export function failureOf(error: unknown): ModelText {
  return failureText(error, sentenceFor(error, Date.now()));
}
