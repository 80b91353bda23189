import { failureText, type ModelText, resultText } from '../../core/agent/modelText';
import { sentenceFor } from '../words/errorMessages';

/**
 * What a language model can have done: the same thing for VS Code's own tools and for an MCP client. Inputs come from a
 * model: anything may be in them.
 */
export interface AgentTool {
  /** What an MCP client is told of a tool: `changes` may replace what is there, `adds` does not. */
  readonly effect: 'reads' | 'adds' | 'changes';
  /** What is shown while it runs. */
  progress(input: unknown): string;
  /** What the user is asked before; undefined where this input needs no question. */
  question?(input: unknown): Promise<AgentQuestion | undefined>;
  /** Whether an MCP client's word is not enough for the question: the window asks too, as it remembers the answer. */
  readonly isAskedByWindow?: boolean;
  /** Returns what JSON can hold. Throws a sentence. */
  run(input: unknown, signal: AbortSignal): Promise<unknown>;
}

export interface AgentQuestion {
  readonly title: string;
  readonly message: string;
}

/** Runs a tool. What comes of it is for a model to read, a failure too. */
export async function callTool(tool: AgentTool, input: unknown, signal: AbortSignal): Promise<ModelText> {
  try {
    return resultText(await tool.run(input, signal));
  } catch (error) {
    return failureOf(error);
  }
}

/** What a model is told of an error. */
export function failureOf(error: unknown): ModelText {
  return failureText(error, sentenceFor(error, Date.now()));
}
