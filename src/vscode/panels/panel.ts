import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { fieldsOf } from '../../core/isRecord';
import type { Log } from '../diagnostics/log';
import { panelHtml } from './panelHtml';

/** The pictures of a panel's tab, which takes no character of a font in all versions of VS Code. */
export interface PanelIcon {
  readonly light: vscode.Uri;
  readonly dark: vscode.Uri;
}

/** The properties that all panels of one kind share. */
export interface PanelKind<ToHost> {
  /** The view type from ids.ts, which VS Code restores panels by. */
  readonly viewType: string;
  /** The page's folder in src/webviews, which is also the name of its bundle. */
  readonly page: string;
  /** All texts of the page itself, in the user's language. */
  readonly words: () => object;
  /** Reads a message from the page, which isn't trusted. Undefined if it isn't a valid message. */
  readonly decode: (message: unknown) => ToHost | undefined;
}

export interface PanelListener<ToHost> {
  /**
   * The page has loaded, for the first time or again, because VS Code discards hidden pages. Post everything that it
   * shows.
   */
  loaded(): void;
  /**
   * Handles a message. If this rejects, the error is only logged, because the command that ran has already shown it.
   */
  received(message: ToHost): Promise<void>;
  /** The page became visible or hidden. */
  visibilityChanged?(isVisible: boolean): void;
  closed(): void;
}

export interface PanelPlace {
  readonly extensionUri: vscode.Uri;
  readonly log: Log;
  readonly title: string;
  /** What the page is about, as JSON. VS Code keeps it across a reload, and `LazyPanels` passes it to `restore`. */
  readonly identity: unknown;
  /** The panel to reuse if VS Code kept one. */
  readonly restored: vscode.WebviewPanel | undefined;
}

/** One webview panel: its page and the messages in both directions. */
export class Panel<ToPage, ToHost> {
  private readonly panel: vscode.WebviewPanel;
  private isLoaded = false;
  private known: unknown;

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
    this.known = identity;
    panel.title = title;
    webview.options = { enableScripts: true, enableForms: false, localResourceRoots: Object.values(folders) };
    panel.onDidDispose(() => listener.closed());
    panel.onDidChangeViewState(() => listener.visibilityChanged?.(panel.visible));
    webview.onDidReceiveMessage((message: unknown) => {
      if (isLoaded(message)) {
        this.isLoaded = true;
        this.postWhatItIs();
        listener.loaded();
        return;
      }
      const decoded = kind.decode(message);
      if (decoded !== undefined) {
        listener
          .received(decoded)
          .catch((error: unknown) => log.error(`A request from the ${kind.page} panel failed`, error));
      }
    });
    webview.html = panelHtml({
      language: vscode.env.language,
      title,
      cspSource: webview.cspSource,
      nonce: randomBytes(16).toString('base64'),
      script: webview.asWebviewUri(vscode.Uri.joinPath(folders.pages, `${kind.page}.js`)).toString(),
      style: webview.asWebviewUri(vscode.Uri.joinPath(folders.pages, `${kind.page}.css`)).toString(),
      data: { words: kind.words(), identity },
    });
  }

  get isVisible(): boolean {
    return this.panel.visible;
  }

  /** Whether the user works in this panel. */
  get isActive(): boolean {
    return this.panel.active;
  }

  /** The title of the tab, which is also the page's own for screen readers. */
  set title(title: string) {
    if (title !== this.panel.title) {
      this.panel.title = title;
      this.postWhatItIs();
    }
  }

  set icon(icon: PanelIcon) {
    this.panel.iconPath = icon;
  }

  /** What the panel is about from now on. */
  set identity(identity: unknown) {
    this.known = identity;
    this.postWhatItIs();
  }

  /** Brings the panel to the front in its column, and focuses it. */
  reveal(): void {
    this.panel.reveal();
  }

  /** Sends a message to a visible page. A hidden page needs everything again when it's `loaded`. */
  post(message: ToPage): void {
    void this.panel.webview.postMessage(message);
  }

  /** The page has the identity and the title that the panel had when it was created. */
  private postWhatItIs(): void {
    if (this.isLoaded) {
      void this.panel.webview.postMessage({ kind: 'identity', identity: this.known, title: this.panel.title });
    }
  }

  dispose(): void {
    this.panel.dispose();
  }
}

function isLoaded(message: unknown): boolean {
  return fieldsOf(message)['kind'] === 'loaded';
}
