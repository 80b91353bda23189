import * as vscode from 'vscode';
import { TOOL_NAMES, type ToolName } from '../ids';
import { withoutLinks } from '../messages';
import type { AgentTool } from './agentTool';

export type LoadAgentTools = () => Promise<Readonly<Record<ToolName, AgentTool>>>;

/** Registers the tools for VS Code's language models. Their code is loaded when the first of them is called. */
export class LanguageModelTools {
  private readonly registrations: vscode.Disposable;

  constructor(private readonly load: LoadAgentTools) {
    // Forks and older remote hosts don't support tools.
    const { lm } = vscode as { readonly lm?: Partial<typeof vscode.lm> };
    this.registrations = vscode.Disposable.from(
      ...TOOL_NAMES.flatMap((name) => lm?.registerTool?.(name, this.toolFor(name)) ?? []),
    );
  }

  dispose(): void {
    this.registrations.dispose();
  }

  private toolFor(name: ToolName): vscode.LanguageModelTool<unknown> {
    return {
      prepareInvocation: async ({ input }) => {
        const tool = (await this.load())[name];
        const question = await tool.question?.(input).catch(rethrowMarked);
        return {
          invocationMessage: withoutLinks(tool.progress(input)),
          ...(question && { confirmationMessages: { title: question.title, message: withoutLinks(question.message) } }),
        };
      },
      invoke: async ({ input }, token) => {
        const tool = (await this.load())[name];
        const abort = new AbortController();
        const listener = token.onCancellationRequested(() => abort.abort());
        try {
          const { callTool } = await import('./agentTool');
          const { text, isError } = await callTool(tool, input, abort.signal);
          if (isError) {
            throw new Error(text);
          }
          return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
        } finally {
          listener.dispose();
        }
      },
    };
  }
}

/** Throws an error with the text for a model, because VS Code passes the model the error's message. */
async function rethrowMarked(error: unknown): Promise<never> {
  const { failureOf } = await import('./agentTool');
  throw new Error(failureOf(error).text, { cause: error });
}
