import * as vscode from 'vscode';
import type { JobEntry } from '../../core/jobs/jobEntry';
import type { JobStore } from '../../core/jobs/jobStore';
import { allEntries } from '../../core/jobs/snapshot';
import { UserError } from '../errorMessages';
import type { StoredJobMemory } from '../jobMemory';
import { DisposableStore } from '../lifecycle';
import type { Log } from '../log';
import { bytesInWords } from '../words/timeWords';

/** A larger file opens slowly or not at all in an editor, so it is opened on request only. */
const MAX_OPEN_BYTES = 10_000_000;

export interface ResultFilesOptions {
  readonly store: JobStore;
  readonly memory: StoredJobMemory;
  readonly log: Log;
}

/** The downloaded results, as files: opens and shows them, and notices when one is deleted or moved. */
export class ResultFiles {
  private readonly watchers = new Map<string, vscode.Disposable>();
  private readonly subscriptions = new DisposableStore();

  constructor(private readonly options: ResultFilesOptions) {
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

  /** Opens a result in whichever editor the user has for it; a large one after a question. */
  async open(entry: JobEntry): Promise<vscode.Uri> {
    const uri = await this.existing(entry);
    await this.openOrOffer(uri, entry.download?.sizeBytes ?? 0);
    return uri;
  }

  async reveal(entry: JobEntry): Promise<vscode.Uri> {
    const uri = await this.existing(entry);
    await reveal(uri);
    return uri;
  }

  /** The paths of results, as they are written on this machine. */
  async paths(entries: readonly JobEntry[]): Promise<string[]> {
    const uris = await Promise.all(entries.map((entry) => this.existing(entry)));
    return uris.map((uri) => (uri.scheme === 'file' ? uri.fsPath : uri.toString()));
  }

  async openOrOffer(uri: vscode.Uri, sizeBytes: number): Promise<void> {
    if (sizeBytes <= MAX_OPEN_BYTES) {
      await vscode.commands.executeCommand('vscode.open', uri);
      return;
    }
    const open = vscode.l10n.t('Open Anyway');
    this.say(vscode.l10n.t('{0} has {1}, so it is not opened by itself.', vscode.workspace.asRelativePath(uri), bytesInWords(sizeBytes)), uri, {
      [open]: () => vscode.commands.executeCommand('vscode.open', uri),
    });
  }

  /** A message that nothing waits for, with a button that shows the file and any others. */
  say(message: string, uri: vscode.Uri, more: Readonly<Record<string, () => Thenable<unknown>>> = {}): void {
    const actions: Readonly<Record<string, () => Thenable<unknown>>> = { [vscode.l10n.t('Reveal')]: () => reveal(uri), ...more };
    void vscode.window.showInformationMessage(message, ...Object.keys(actions)).then(
      (choice) => (choice === undefined ? undefined : actions[choice]?.()),
      (error: unknown) => this.options.log.error('An action of a message failed', error),
    );
  }

  /** Takes the mark off the rows whose files are not there any more. */
  async check(): Promise<void> {
    const marked = allEntries(this.options.store.snapshot).filter(({ download }) => download !== undefined);
    await Promise.all(marked.map((entry) => this.existing(entry).catch(() => undefined)));
  }

  private async existing(entry: JobEntry): Promise<vscode.Uri> {
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

/** In VS Code's Explorer when the file is in the workspace, else in the system's. */
function reveal(uri: vscode.Uri): Thenable<unknown> {
  return vscode.commands.executeCommand(vscode.workspace.getWorkspaceFolder(uri) === undefined ? 'revealFileInOS' : 'revealInExplorer', uri);
}
