import * as vscode from 'vscode';
import { JSON_SCHEME } from '../ids';
import type { Documents } from '../lazyDocuments';
import { sentenceFor } from '../words/errorMessages';

/**
 * Shows the JSON that impact.com returns for a job as a read-only document. Doesn't follow the job's changes, because
 * showing it costs a request each time.
 */
export class JobJson implements Documents {
  /** `onDidChange` receives documents that are shown again. */
  constructor(
    private readonly read: (accountId: string, jobId: string) => Promise<unknown>,
    private readonly onDidChange: (uri: vscode.Uri) => void,
  ) {}

  async show(accountId: string, jobId: string): Promise<void> {
    const uri = vscode.Uri.from({
      scheme: JSON_SCHEME,
      path: `/${jobId.replace(/[\\/]/g, ' ')}.json`,
      query: JSON.stringify([accountId, jobId]),
    });
    if (vscode.workspace.textDocuments.some((open) => open.uri.toString() === uri.toString())) {
      this.onDidChange(uri);
    }
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
  }

  async textOf({ query }: vscode.Uri): Promise<string> {
    const [accountId, jobId] = JSON.parse(query) as [string, string];
    try {
      return asDocument(await this.read(accountId, jobId));
    } catch (error) {
      return asDocument(sentenceFor(error, Date.now()));
    }
  }
}

function asDocument(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
