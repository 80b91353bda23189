import * as vscode from 'vscode';
import type { JobEntry } from '../../core/jobs/jobEntry';
import { JSON_SCHEME } from '../ids';
import { DisposableStore } from '../lifecycle';

/** A job as impact.com tells it, as a read-only document. Costs a request each time it is shown, so it does not follow the job. */
export class JobJson implements vscode.TextDocumentContentProvider {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly subscriptions = new DisposableStore();

  readonly onDidChange = this.changed.event;

  /** `read` gives undefined for an account that is signed out. */
  constructor(private readonly read: (accountId: string, jobId: string) => Promise<unknown> | undefined) {
    this.subscriptions.add(this.changed);
    this.subscriptions.add(vscode.workspace.registerTextDocumentContentProvider(JSON_SCHEME, this));
  }

  async show({ accountId, job }: Pick<JobEntry, 'accountId' | 'job'>): Promise<void> {
    const uri = vscode.Uri.from({ scheme: JSON_SCHEME, path: `/${job.id.replace(/[\\/]/g, ' ')}.json`, query: JSON.stringify([accountId, job.id]) });
    if (vscode.workspace.textDocuments.some((open) => open.uri.toString() === uri.toString())) {
      this.changed.fire(uri);
    }
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
  }

  async provideTextDocumentContent({ query }: vscode.Uri): Promise<string> {
    const [accountId, jobId] = JSON.parse(query) as [string, string];
    const raw = this.read(accountId, jobId) ?? vscode.l10n.t('The account of this job is signed out.');
    return `${JSON.stringify(await raw, undefined, 2)}\n`;
  }

  dispose(): void {
    this.subscriptions.dispose();
  }
}
