import type { McpTool } from '../../core/mcp/mcpTool';
import { McpServer } from '../../core/mcp/mcpServer';
import { TOOL_NAMES, type ToolName } from '../ids';
import { type AgentTool, resultText } from './agentTool';

/** What is read of package.json, which says of each tool what it is for and what it takes. */
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

/** Serves the tools of VS Code's language models to MCP clients. The client asks its user before a tool that is not read-only. */
export function startMcpServer(
  { version, displayName, contributes }: ExtensionManifest,
  tools: Readonly<Record<ToolName, AgentTool>>,
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
            isReadOnly: tools[name].question === undefined,
            call: async (input, signal) => resultText(await tools[name].run(input, signal)),
          },
        ];
  });
  return McpServer.start({ name: 'impact-jobs', title: displayName, version }, served);
}
