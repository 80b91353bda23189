import * as vscode from 'vscode';
import { MCP_PROVIDER_ID } from '../ids';
import { lazy } from '../lazy';
import { optionalApi } from '../optionalApi';
import type { LoadAgentTools } from './languageModelTools';
import type { ExtensionManifest } from './mcpTools';

/** The address until the server starts, which happens when somebody uses it. */
const NOWHERE = vscode.Uri.parse('http://127.0.0.1/mcp');

/** Registers this window's MCP server with VS Code. Does nothing if VS Code doesn't support MCP. */
export class McpProvider {
  /** Starts the server, once in the window's lifetime. */
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
    const { McpHttpServerDefinition: Definition, lm } = optionalApi();
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
