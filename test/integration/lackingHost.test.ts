import * as assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import Module from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { activate } from '../../src/extension';
import { EXTENSION_ID } from '../../src/vscode/ids';

type Api = Record<string, unknown>;
type Loader = typeof Module & { _load: (request: string, ...rest: unknown[]) => unknown };

/** What forks of VS Code and older remote hosts lack: all of it, or a part. */
const LACKING: readonly (readonly [what: string, change: (api: Api) => Api])[] = [
  ['nothing', (api) => api],
  ['vscode.lm', (api) => without(api, 'lm')],
  ['every function of vscode.lm', (api) => ({ ...api, lm: {} })],
  ['vscode.lm.registerTool', (api) => ({ ...api, lm: without(api['lm'], 'registerTool') })],
  [
    'vscode.lm.registerMcpServerDefinitionProvider',
    (api) => ({ ...api, lm: without(api['lm'], 'registerMcpServerDefinitionProvider') }),
  ],
  ['vscode.McpHttpServerDefinition', (api) => without(api, 'McpHttpServerDefinition')],
  ['vscode.LanguageModelToolResult', (api) => without(api, 'LanguageModelToolResult')],
  ['vscode.LanguageModelTextPart', (api) => without(api, 'LanguageModelTextPart')],
  ['vscode.tasks', (api) => without(api, 'tasks')],
  ['every function of vscode.tasks', (api) => ({ ...api, tasks: {} })],
  ['vscode.Task', (api) => without(api, 'Task')],
  ['vscode.CustomExecution', (api) => without(api, 'CustomExecution')],
  ['vscode.window.registerUriHandler', (api) => lackingInWindow(api, 'registerUriHandler')],
  ['vscode.window.registerWebviewPanelSerializer', (api) => lackingInWindow(api, 'registerWebviewPanelSerializer')],
  [
    'all of these',
    (api) =>
      without(
        lackingInWindow(api, 'registerUriHandler', 'registerWebviewPanelSerializer'),
        'lm',
        'tasks',
        'Task',
        'CustomExecution',
        'McpHttpServerDefinition',
        'LanguageModelToolResult',
        'LanguageModelTextPart',
      ),
  ],
];

function lackingInWindow(api: Api, ...names: readonly string[]): Api {
  const lacking = Object.fromEntries(names.map((name) => [name, { value: undefined }]));
  return { ...api, window: Object.create(api['window'] as object, lacking) as unknown };
}

function without(api: unknown, ...names: readonly string[]): Api {
  return Object.fromEntries(Object.entries(api as Api).filter(([name]) => !names.includes(name)));
}

const nothing = (): vscode.Disposable => new vscode.Disposable(() => undefined);

/** The API of this VS Code, but for what one extension can do only once. */
function secondApi(registered: string[]): Api {
  const window = {
    ...vscode.window,
    get state() {
      return vscode.window.state;
    },
    createOutputChannel: () => ({
      trace: nothing,
      debug: nothing,
      info: nothing,
      warn: nothing,
      error: nothing,
      dispose: nothing,
    }),
    createStatusBarItem: () => ({ show: nothing, hide: nothing, dispose: nothing }),
    registerUriHandler: nothing,
    registerTreeDataProvider: nothing,
    registerWebviewPanelSerializer: nothing,
    createTreeView: () => ({
      visible: false,
      selection: [],
      onDidChangeVisibility: nothing,
      onDidExpandElement: nothing,
      onDidCollapseElement: nothing,
      reveal: () => Promise.resolve(),
      dispose: () => undefined,
    }),
  };
  const register = (name: string) => () => (registered.push(name), nothing());
  return {
    ...vscode,
    window,
    commands: { ...vscode.commands, registerCommand: nothing },
    workspace: Object.create(vscode.workspace, {
      registerTextDocumentContentProvider: { value: nothing },
    }) as unknown,
    tasks: { registerTaskProvider: register('tasks') },
    lm: { registerTool: register('tool'), registerMcpServerDefinitionProvider: register('server') },
  };
}

describe('A host that lacks', () => {
  const extension = vscode.extensions.getExtension(EXTENSION_ID);
  const bundle = path.join(extension?.extensionPath ?? '', 'dist', 'extension.js');
  const loader = Module as Loader;
  const load = loader._load;
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'impact-jobs-host-'));
  });

  afterEach(() => {
    loader._load = load;
    rmSync(folder, { recursive: true, force: true });
  });

  function context(): vscode.ExtensionContext {
    const memento = {
      get: (_key: string, value?: unknown) => value,
      keys: () => [],
      update: () => Promise.resolve(),
      setKeysForSync: nothing,
    };
    const storageUri = vscode.Uri.file(folder);
    return {
      subscriptions: [],
      extension,
      extensionUri: extension?.extensionUri,
      extensionMode: vscode.ExtensionMode.Production,
      globalState: memento,
      workspaceState: memento,
      globalStorageUri: storageUri,
      storageUri,
      secrets: { get: () => Promise.resolve(undefined), onDidChange: nothing },
    } as unknown as vscode.ExtensionContext;
  }

  for (const [what, change] of LACKING) {
    it(`${what} starts the extension, with all the tools that it can have`, () => {
      const registered: string[] = [];
      const api = change(secondApi(registered));
      loader._load = function (request, ...rest) {
        return request === 'vscode' ? api : load.call(this, request, ...rest);
      };
      const known = require.cache[bundle];
      Reflect.deleteProperty(require.cache, bundle);
      const host = context();
      try {
        const loaded = loader._load(bundle, module, false) as { readonly activate: typeof activate };
        loaded.activate(host);
      } finally {
        host.subscriptions.forEach((part) => void part.dispose());
        Reflect.deleteProperty(require.cache, bundle);
        if (known !== undefined) {
          require.cache[bundle] = known;
        }
      }
      const lm = api['lm'] as Api | undefined;
      const has = (...names: readonly string[]): boolean => names.every((name) => api[name] !== undefined);
      assert.equal(
        registered.includes('tool'),
        lm?.['registerTool'] !== undefined && has('LanguageModelToolResult', 'LanguageModelTextPart'),
      );
      const tasks = api['tasks'] as Api | undefined;
      assert.equal(
        registered.includes('tasks'),
        tasks?.['registerTaskProvider'] !== undefined && has('Task', 'CustomExecution'),
      );
      assert.equal(
        registered.includes('server'),
        lm?.['registerMcpServerDefinitionProvider'] !== undefined && api['McpHttpServerDefinition'] !== undefined,
      );
    });
  }
});
