import * as vscode from 'vscode';
import type { ModelText } from '../../core/agent/modelText';
import type { McpTool, ReportProgress } from '../../core/mcp/mcpTool';
import { LongCalls } from '../../core/mcp/longCalls';
import { McpServer } from '../../core/mcp/mcpServer';
import { systemClock } from '../../core/clock';
import type { ToolName } from '../ids';
import { UserError } from '../words/userError';
import { isConfirmed } from '../messages';
import { type AgentTool, callTool, failureOf } from './agentTool';

/** The parts of package.json that describe the tools and their inputs. */
export interface ExtensionManifest {
  readonly version: string;
  readonly displayName: string;
  readonly contributes: {
    readonly languageModelTools: readonly {
      readonly name: ToolName;
      readonly displayName: string;
      readonly modelDescription: string;
      readonly inputSchema: object;
    }[];
  };
}

/**
 * Serves the tools of VS Code's language models to MCP clients. The client asks its user before a tool that isn't
 * read-only.
 */
export async function startMcpServer(
  { version, displayName, contributes }: ExtensionManifest,
  tools: Readonly<Record<ToolName, AgentTool>>,
  confirm: typeof isConfirmed = isConfirmed,
): Promise<McpServer> {
  const served = contributes.languageModelTools.map(
    ({ name, displayName: title, modelDescription, inputSchema }): McpTool => ({
      name,
      title,
      description: modelDescription,
      inputSchema,
      isReadOnly: tools[name].effect === 'reads',
      isDestructive: tools[name].effect === 'changes',
      call: (input, signal, report) => callAsked(tools[name], { input, signal, report }, confirm),
    }),
  );
  return McpServer.start({ name: 'impact-jobs', title: displayName, version }, () => {
    const calls = new LongCalls(systemClock);
    return {
      tools: [...served.map((tool) => calls.wrap(tool)), calls.continueTool(vscode.l10n.t('Continue a Call'))],
      dispose: () => calls.dispose(),
    };
  });
}

/**
 * Asks a question in this window that can't be left to the client, because the client doesn't know for which account
 * the user agreed.
 */
async function callAsked(
  tool: AgentTool,
  { input, signal, report }: { readonly input: unknown; readonly signal: AbortSignal; readonly report: ReportProgress },
  confirm: typeof isConfirmed,
): Promise<ModelText> {
  try {
    const question = await tool.consent?.(input);
    if (question !== undefined && !(await confirm(question.title, vscode.l10n.t('Allow'), question.message))) {
      throw new UserError(vscode.l10n.t('The user declined.'));
    }
  } catch (error) {
    return failureOf(error);
  }
  return callTool(tool, input, signal, report);
}
