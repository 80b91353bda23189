import * as vscode from 'vscode';
import type { ModelText } from '../../core/agent/modelText';
import type { McpTool } from '../../core/mcp/mcpTool';
import { McpServer } from '../../core/mcp/mcpServer';
import { TOOL_NAMES, type ToolName } from '../ids';
import { UserError } from '../words/userError';
import { isConfirmed } from '../messages';
import { type AgentTool, callTool, failureOf } from './agentTool';

/** The parts of package.json that describe the tools and their inputs. */
export interface ExtensionManifest {
  readonly version: string;
  readonly displayName: string;
  readonly contributes: {
    readonly languageModelTools: readonly {
      readonly name: string;
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
export function startMcpServer(
  { version, displayName, contributes }: ExtensionManifest,
  tools: Readonly<Record<ToolName, AgentTool>>,
  confirm: typeof isConfirmed = isConfirmed,
): Promise<McpServer> {
  const served = TOOL_NAMES.flatMap((name): McpTool[] => {
    const about = contributes.languageModelTools.find((tool) => tool.name === name);
    return about === undefined
      ? []
      : [
          {
            name,
            title: about.displayName,
            description: about.modelDescription,
            inputSchema: about.inputSchema,
            isReadOnly: tools[name].effect === 'reads',
            isDestructive: tools[name].effect === 'changes',
            call: (input, signal) => callAsked(tools[name], input, signal, confirm),
          },
        ];
  });
  return McpServer.start({ name: 'impact-jobs', title: displayName, version }, served);
}

/**
 * Asks a question in this window that can't be left to the client, because the client doesn't know for which account
 * the user agreed.
 */
async function callAsked(
  tool: AgentTool,
  input: unknown,
  signal: AbortSignal,
  confirm: typeof isConfirmed,
): Promise<ModelText> {
  try {
    const question = tool.isAskedByWindow === true ? await tool.question?.(input) : undefined;
    if (question !== undefined && !(await confirm(question.title, vscode.l10n.t('Allow'), question.message))) {
      throw new UserError(vscode.l10n.t('The user declined.'));
    }
  } catch (error) {
    return failureOf(error);
  }
  return callTool(tool, input, signal);
}
