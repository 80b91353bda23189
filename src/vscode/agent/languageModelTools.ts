import * as vscode from 'vscode';
import type { ToolName } from '../ids';
import { withoutLinks } from '../messages';
import { optionalApi } from '../optionalApi';
import type { AgentTool } from './agentTool';
import type { ExtensionManifest } from './mcpTools';

type ResultOf = (text: string) => vscode.LanguageModelToolResult;

export type LoadAgentTools = () => Promise<Readonly<Record<ToolName, AgentTool>>>;

/** Registers the tools for VS Code's language models. Their code is loaded when the first of them is called. */
export class LanguageModelTools {
  private readonly registrations: vscode.Disposable;

  constructor(
    { contributes }: ExtensionManifest,
    private readonly load: LoadAgentTools,
  ) {
    const { lm, LanguageModelToolResult: Result, LanguageModelTextPart: TextPart } = optionalApi();
    const resultOf: ResultOf | undefined = Result && TextPart && ((text) => new Result([new TextPart(text)]));
    this.registrations = vscode.Disposable.from(
      // Without a way to return its result, a tool is of no use.
      ...contributes.languageModelTools.flatMap(
        ({ name }) => (resultOf && lm?.registerTool?.(name, this.toolFor(name, resultOf))) ?? [],
      ),
    );
  }

  dispose(): void {
    this.registrations.dispose();
  }

  private toolFor(name: ToolName, resultOf: ResultOf): vscode.LanguageModelTool<unknown> {
    return {
      prepareInvocation: async ({ input }) => {
        const tool = (await this.load())[name];
        const question = await (tool.question ?? tool.consent)?.(input).catch(rethrowMarked);
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
          return resultOf(text);
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
