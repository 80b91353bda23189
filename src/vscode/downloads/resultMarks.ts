import * as vscode from 'vscode';
import type { JobEntry } from '../../core/jobs/jobEntry';
import type { JobStore } from '../../core/jobs/jobStore';
import { allEntries } from '../../core/jobs/snapshot';
import { UserError } from '../errorMessages';
import type { StoredJobMemory } from '../jobMemory';
import { DisposableStore } from '../lifecycle';

export interface ResultMarksOptions {
  readonly store: JobStore;
  readonly memory: StoredJobMemory;
}

/** The marks of rows whose results were downloaded: each goes when its file is deleted or moved. */
export class ResultMarks {
  private readonly watchers = new Map<string, vscode.Disposable>();
  private readonly subscriptions = new DisposableStore();

  constructor(private readonly options: ResultMarksOptions) {
    const { store } = options;
    this.subscriptions.addFunction(
      store.onDidChange(({ entries }) => {
        const marked = entries.filter(({ before, after }) => after?.download !== undefined && after.download !== before?.download);
        marked.forEach(({ after }) => this.watch(vscode.Uri.parse(after?.download?.uri ?? '')));
        if (marked.some(({ before }) => before === undefined)) {
          void this.check(); // the file may have gone while nobody watched
        }
      }),
    );
    this.subscriptions.add(vscode.window.onDidChangeWindowState(({ focused }) => focused && void this.check()));
  }

  dispose(): void {
    this.subscriptions.dispose();
    for (const watcher of this.watchers.values()) {
      watcher.dispose();
    }
  }

  /** Takes the mark off the rows whose files are not there any more. */
  async check(): Promise<void> {
    const marked = allEntries(this.options.store.snapshot).filter(({ download }) => download !== undefined);
    await Promise.all(marked.map((entry) => this.existing(entry).catch(() => undefined)));
  }

  /** The file of a result. Throws a sentence, and takes the mark off, where it is gone. */
  async existing(entry: JobEntry): Promise<vscode.Uri> {
    const { download } = entry;
    if (download === undefined) {
      throw new UserError(vscode.l10n.t('This result has not been downloaded yet.'));
    }
    const uri = vscode.Uri.parse(download.uri);
    try {
      await vscode.workspace.fs.stat(uri);
      return uri;
    } catch (error) {
      if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') {
        await this.unmark(entry);
        throw new UserError(vscode.l10n.t('The file {0} is no longer there. Download the result again.', uri.fsPath), error);
      }
      throw error;
    }
  }

  private async unmark({ key, accountId, job }: JobEntry): Promise<void> {
    await this.options.memory.setDownload(key, undefined);
    this.options.store.applyMemory(accountId, job.id);
  }

  /** One watch for each folder that results lie in. */
  private watch(file: vscode.Uri): void {
    const folder = vscode.Uri.joinPath(file, '..');
    if (this.watchers.has(folder.toString())) {
      return;
    }
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, '*'), true, true, false);
    this.watchers.set(folder.toString(), watcher);
    watcher.onDidDelete(() => void this.check());
  }
}
