import * as vscode from 'vscode';

/** Sees what new panels send to their pages. */
export class SentToPages {
  private last: unknown;
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly createWebviewPanel = vscode.window.createWebviewPanel;

  /** `kinds` are the kinds of messages that matter. */
  constructor(private readonly kinds: readonly string[]) {}

  start(): void {
    const create: typeof vscode.window.createWebviewPanel = (...options) => {
      const panel = this.createWebviewPanel.apply(vscode.window, options);
      const { webview } = panel;
      const post = webview.postMessage.bind(webview);
      Object.assign(webview, {
        postMessage: (message: { readonly kind: string }): Thenable<boolean> => {
          if (this.kinds.includes(message.kind)) {
            this.last = message;
            this.changed.fire();
          }
          return post(message);
        },
      });
      return panel;
    };
    Object.assign(vscode.window, { createWebviewPanel: create });
  }

  stop(): void {
    Object.assign(vscode.window, { createWebviewPanel: this.createWebviewPanel });
  }

  /** Resolves once a page was sent a text that matches. */
  async until(pattern: RegExp): Promise<string> {
    for (;;) {
      const text = JSON.stringify(this.last ?? '');
      if (pattern.test(text)) {
        return text;
      }
      await new Promise<void>((resolve) => {
        const listener = this.changed.event(() => {
          listener.dispose();
          resolve();
        });
      });
    }
  }
}
