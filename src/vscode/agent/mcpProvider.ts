import * as vscode from 'vscode';
import { MCP_PROVIDER_ID } from '../ids';
import { lazy } from '../lazy';
import type { LoadAgentTools } from './languageModelTools';
import type { ExtensionManifest } from './mcpTools';

/** The part of VS Code's API that is younger than the oldest VS Code we run in (it came with 1.101), and that forks can lack. */
interface McpApi {
  readonly McpHttpServerDefinition?: new (
    label: string,
    uri: vscode.Uri,
    headers?: Record<string, string>,
    version?: string,
  ) => object;
  readonly lm?: {
    readonly registerMcpServerDefinitionProvider?: (
      id: string,
      provider: { provideMcpServerDefinitions(): object[]; resolveMcpServerDefinition(): Promise<object> },
    ) => vscode.Disposable;
  };
}

/** Until the server is started, which happens when somebody wants to use it. */
const NOWHERE = vscode.Uri.parse('http://127.0.0.1/mcp');

/** Offers the tools to VS Code as an MCP server of this window, where VS Code knows such. */
export class McpProvider {
  /** One server for as long as the window lives. */
  readonly start = lazy(
    async () => {
      const [{ startMcpServer }, tools] = await Promise.all([import('./mcpTools'), this.load()]);
      return startMcpServer(this.manifest, tools);
    },
    (server) => server.close().catch(() => undefined),
  );
  private readonly registration: vscode.Disposable | undefined;

  constructor(
    private readonly manifest: ExtensionManifest,
    private readonly load: LoadAgentTools,
  ) {
    const { McpHttpServerDefinition: Definition, lm } = vscode as unknown as McpApi;
    const { displayName, version } = manifest;
    this.registration =
      Definition &&
      lm?.registerMcpServerDefinitionProvider?.(MCP_PROVIDER_ID, {
        provideMcpServerDefinitions: () => [new Definition(displayName, NOWHERE, {}, version)],
        resolveMcpServerDefinition: async () => {
          const { url, authorization } = await this.start();
          return new Definition(displayName, vscode.Uri.parse(url), { Authorization: authorization }, version);
        },
      });
  }

  dispose(): void {
    this.registration?.dispose();
    this.start.dispose();
  }
}
