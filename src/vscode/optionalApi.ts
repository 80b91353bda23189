import * as vscode from 'vscode';

/** The parts of VS Code's API that forks, editors for the browser, and older remote hosts lack, whole or in part. */
interface OptionalApi {
  readonly lm?: Partial<typeof vscode.lm> & {
    readonly registerMcpServerDefinitionProvider?: (
      id: string,
      provider: { provideMcpServerDefinitions(): object[]; resolveMcpServerDefinition(): Promise<object> },
    ) => vscode.Disposable;
  };
  readonly LanguageModelToolResult?: typeof vscode.LanguageModelToolResult;
  readonly LanguageModelTextPart?: typeof vscode.LanguageModelTextPart;
  /** Added in 1.101. */
  readonly McpHttpServerDefinition?: new (
    label: string,
    uri: vscode.Uri,
    headers?: Record<string, string>,
    version?: string,
  ) => object;
  readonly tasks?: Partial<typeof vscode.tasks>;
  readonly Task?: typeof vscode.Task;
  readonly CustomExecution?: typeof vscode.CustomExecution;
  readonly window: Partial<Pick<typeof vscode.window, 'registerUriHandler' | 'registerWebviewPanelSerializer'>>;
}

/** VS Code's API, typed so that nothing optional in it is used unchecked. Read it when it's used, not on import. */
export function optionalApi(): OptionalApi {
  return vscode;
}
