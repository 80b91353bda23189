// The entry point of an extension with our manifest that registers in VS Code what ours registers, and does nothing
// else. What its activation costs, no version of ours can save.
const path = require('node:path');
const vscode = require('vscode');

const { contributes } = require('./package.json');
const nothing = () => undefined;
const rows = { getChildren: () => [], getTreeItem: (row) => row };

exports.activate = (context) => {
  const { commands, views, languageModelTools, mcpServerDefinitionProviders, taskDefinitions } = contributes;
  const { window, workspace, lm, tasks } = vscode;
  const [container] = Object.values(views);
  const serializers = ['details', 'preview', 'table'].map((name) =>
    window.registerWebviewPanelSerializer(`impactJobs.${name}`, { deserializeWebviewPanel: nothing }),
  );
  const statusBar = window.createStatusBarItem('impactJobs.status', vscode.StatusBarAlignment.Left, 0);
  statusBar.command = 'impactJobs.refresh';
  statusBar.text = '$(sync~spin) ...';
  statusBar.show();
  for (const key of context.extension.packageJSON.benchContextKeys) {
    void vscode.commands.executeCommand('setContext', `impactJobs.${key}`, false);
  }
  workspace.getConfiguration('impactJobs').get('apiBaseUrl');
  path.join(context.globalStorageUri.fsPath, 'share');
  context.globalState.get('impactJobs.accounts');
  context.subscriptions.push(
    window.createOutputChannel('Impact Jobs', { log: true }),
    statusBar,
    ...serializers,
    ...container.map(({ id }) => window.createTreeView(id, { treeDataProvider: rows, canSelectMany: true })),
    ...commands.map(({ command }) => vscode.commands.registerCommand(command, nothing)),
    ...languageModelTools.map(({ name }) => lm.registerTool(name, { invoke: nothing })),
    ...['impact-comparison', 'impact-json'].map((scheme) =>
      workspace.registerTextDocumentContentProvider(scheme, { provideTextDocumentContent: nothing }),
    ),
    ...mcpServerDefinitionProviders.map(({ id }) =>
      lm.registerMcpServerDefinitionProvider(id, { provideMcpServerDefinitions: () => [] }),
    ),
    ...taskDefinitions.map(({ type }) =>
      tasks.registerTaskProvider(type, { provideTasks: () => [], resolveTask: nothing }),
    ),
    window.registerUriHandler({ handleUri: nothing }),
    context.secrets.onDidChange(nothing),
    workspace.onDidChangeConfiguration(nothing),
    window.onDidChangeWindowState(nothing),
  );
};
