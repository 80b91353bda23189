import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { fieldsOf } from '../../core/isRecord';
import type { Log } from '../diagnostics/log';
import { panelHtml } from './panelHtml';

/** What one kind of panel is made of. */
export interface PanelKind<ToHost> {
  /** The type's ID from ids.ts, by which VS Code restores panels. */
  readonly viewType: string;
  /** The page's folder in src/webviews, and so the name of its bundle. */
  readonly page: string;
  /** Every word that the page says of its own, in the user's language. */
  readonly words: () => object;
  /** What comes from a webview is data: undefined for what is no message. */
  readonly decode: (message: unknown) => ToHost | undefined;
}

export interface PanelListener<ToHost> {
  /** The page is there, for the first time or anew: VS Code throws a hidden page away. Post all that it shows. */
  loaded(): void;
  /** What it rejects with is logged: the command that was run has told the user. */
  received(message: ToHost): Promise<void>;
  /** The page is in sight again, or no longer. */
  visibilityChanged?(isVisible: boolean): void;
  closed(): void;
}

export interface PanelPlace {
  readonly extensionUri: vscode.Uri;
  readonly log: Log;
  readonly title: string;
  /** What the page is about, in JSON: VS Code keeps it over a reload and hands it to `LazyPanels`' `restore`. */
  readonly identity: unknown;
  /** The panel to take over, where VS Code kept one. */
  readonly restored: vscode.WebviewPanel | undefined;
}

/** One webview panel: its page, what goes there and what comes back. */
export class Panel<ToPage, ToHost> {
  private readonly panel: vscode.WebviewPanel;

  constructor(
    kind: PanelKind<ToHost>,
    listener: PanelListener<ToHost>,
    { extensionUri, log, title, identity, restored }: PanelPlace,
  ) {
    const folders = {
      pages: vscode.Uri.joinPath(extensionUri, 'dist', 'webviews'),
      rings: vscode.Uri.joinPath(extensionUri, 'media', 'rings'),
    };
    const panel =
      restored ??
      vscode.window.createWebviewPanel(kind.viewType, title, vscode.ViewColumn.Active, { enableFindWidget: true });
    const { webview } = panel;
    this.panel = panel;
    panel.title = title;
    webview.options = { enableScripts: true, enableForms: false, localResourceRoots: Object.values(folders) };
    panel.onDidDispose(() => listener.closed());
    panel.onDidChangeViewState(() => listener.visibilityChanged?.(panel.visible));
    webview.onDidReceiveMessage((message: unknown) => {
      if (isLoaded(message)) {
        listener.loaded();
        return;
      }
      const decoded = kind.decode(message);
      if (decoded !== undefined) {
        listener
          .received(decoded)
          .catch((error: unknown) => log.error(`The ${kind.page} panel could not do what was asked`, error));
      }
    });
    webview.html = panelHtml({
      language: vscode.env.language,
      cspSource: webview.cspSource,
      nonce: randomBytes(16).toString('base64'),
      script: webview.asWebviewUri(vscode.Uri.joinPath(folders.pages, `${kind.page}.js`)).toString(),
      style: webview.asWebviewUri(vscode.Uri.joinPath(folders.pages, `${kind.page}.css`)).toString(),
      data: { words: kind.words(), identity, rings: webview.asWebviewUri(folders.rings).toString() },
    });
  }

  get isVisible(): boolean {
    return this.panel.visible;
  }

  set title(title: string) {
    this.panel.title = title;
  }

  set icon(icon: { readonly light: vscode.Uri; readonly dark: vscode.Uri }) {
    this.panel.iconPath = icon;
  }

  /** Brings the panel to the front, in the column where it is, and gives it the focus. */
  reveal(): void {
    this.panel.reveal();
  }

  /** Reaches a page in sight; one that is hidden asks for all when it is `loaded` again. */
  post(message: ToPage): void {
    void this.panel.webview.postMessage(message);
  }

  dispose(): void {
    this.panel.dispose();
  }
}

function isLoaded(message: unknown): boolean {
  return fieldsOf(message)['kind'] === 'loaded';
}
