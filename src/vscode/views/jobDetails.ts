import * as vscode from 'vscode';
import type { Clock } from '../../core/clock';
import type { JobEntry } from '../../core/jobs/jobEntry';
import type { JobStore } from '../../core/jobs/jobStore';
import { DETAILS_SCHEME } from '../ids';
import { DisposableStore } from '../lifecycle';
import { workName } from '../words/jobWords';
import { jobDetailsText } from './jobDetailsText';

/** A job as a read-only document: every field in words and its timeline. It follows the job while it is open. */
export class JobDetails implements vscode.TextDocumentContentProvider {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly subscriptions = new DisposableStore();
  private readonly open = new Map<string, vscode.Uri>();

  readonly onDidChange = this.changed.event;

  constructor(private readonly options: { readonly store: JobStore; readonly clock: Clock }) {
    this.subscriptions.add(this.changed);
    this.subscriptions.add(vscode.workspace.registerTextDocumentContentProvider(DETAILS_SCHEME, this));
    this.subscriptions.add(vscode.workspace.onDidCloseTextDocument(({ uri }) => uri.scheme === DETAILS_SCHEME && this.open.delete(uri.query)));
    this.subscriptions.addFunction(
      options.store.onDidChange(({ entries }) => {
        for (const { before, after } of entries) {
          const uri = this.open.get((after ?? before)?.key ?? '');
          if (uri !== undefined) {
            this.changed.fire(uri);
          }
        }
      }),
    );
  }

  async show(entry: JobEntry): Promise<void> {
    const title = `${workName(entry)} ${entry.job.id.slice(0, 8)}`.replace(/[\\/]/g, ' ');
    const uri = this.open.get(entry.key) ?? vscode.Uri.from({ scheme: DETAILS_SCHEME, path: `/${title}`, query: entry.key });
    this.open.set(entry.key, uri);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    const entry = this.find(uri.query);
    const account = entry && this.options.store.account(entry.accountId)?.account;
    return entry === undefined || account === undefined ? vscode.l10n.t('This job is no longer in the list.') : jobDetailsText(entry, account, this.options.clock.now());
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  private find(key: string): JobEntry | undefined {
    return this.options.store.snapshot.accounts.flatMap(({ entries }) => [...entries.values()]).find((entry) => entry.key === key);
  }
}
