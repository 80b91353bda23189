import * as vscode from 'vscode';
import { JSON_SCHEME } from '../ids';
import { DisposableStore } from '../lifecycle';

/**
 * Shows the JSON that impact.com returns for a job as a read-only document. Doesn't follow the job's changes, because
 * showing it costs a request each time.
 */
export class JobJson implements vscode.TextDocumentContentProvider {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly subscriptions = new DisposableStore();

  readonly onDidChange = this.changed.event;

  constructor(private readonly read: (accountId: string, jobId: string) => Promise<unknown>) {
    this.subscriptions.add(this.changed);
    this.subscriptions.add(vscode.workspace.registerTextDocumentContentProvider(JSON_SCHEME, this));
  }

  async show(accountId: string, jobId: string): Promise<void> {
    const uri = vscode.Uri.from({
      scheme: JSON_SCHEME,
      path: `/${jobId.replace(/[\\/]/g, ' ')}.json`,
      query: JSON.stringify([accountId, jobId]),
    });
    if (vscode.workspace.textDocuments.some((open) => open.uri.toString() === uri.toString())) {
      this.changed.fire(uri);
    }
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
  }

  async provideTextDocumentContent({ query }: vscode.Uri): Promise<string> {
    const [accountId, jobId] = JSON.parse(query) as [string, string];
    try {
      return asDocument(await this.read(accountId, jobId));
    } catch (error) {
      const { sentenceFor } = await import('../words/errorMessages');
      return asDocument(sentenceFor(error, Date.now()));
    }
  }

  dispose(): void {
    this.subscriptions.dispose();
  }
}

function asDocument(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
