import * as vscode from 'vscode';
import type { Clock } from '../../core/clock';
import type { JobEntry } from '../../core/jobs/jobEntry';
import type { JobStore } from '../../core/jobs/jobStore';
import { entriesOf } from '../../core/jobs/snapshot';
import { UserError } from '../words/userError';
import type { StoredJobMemory } from '../jobs/jobMemory';
import { DisposableStore } from '../lifecycle';
import type { FolderGuard } from './folderGuard';
import { learnName } from './learnName';

/**
 * How often to check folders. VS Code's watchers miss changes before they start, and don't notice a folder that was
 * deleted and recreated.
 */
const CHECK_MS = 5_000;

export interface ResultMarksOptions {
  readonly store: JobStore;
  readonly memory: StoredJobMemory;
  readonly clock: Clock;
  readonly guard: FolderGuard;
}

/** Marks rows whose results are downloaded. Removes the mark when the file is deleted or moved. */
export class ResultMarks {
  private readonly watchers = new Map<string, vscode.Disposable>();
  private readonly subscriptions = new DisposableStore();
  private cancelCheck = (): void => undefined;
  private seenTimes = '';

  constructor(private readonly options: ResultMarksOptions) {
    const { store } = options;
    this.subscriptions.addFunction(
      store.onDidChange(({ entries }) => {
        const marked = entries.filter(
          ({ before, after }) => after?.download !== undefined && after.download !== before?.download,
        );
        marked.forEach(({ after }) => this.watch(vscode.Uri.parse(after?.download?.uri ?? '')));
        if (marked.some(({ before }) => before === undefined)) {
          void this.check(); // the file could have been deleted while nothing watched it
        }
      }),
    );
    this.subscriptions.add(vscode.window.onDidChangeWindowState(({ focused }) => focused && void this.check()));
    this.subscriptions.add(vscode.workspace.onDidDeleteFiles(() => void this.check()));
    this.subscriptions.add(vscode.workspace.onDidRenameFiles(() => void this.check()));
  }

  dispose(): void {
    this.subscriptions.dispose();
    this.cancelCheck();
    for (const watcher of this.watchers.values()) {
      watcher.dispose();
    }
    this.watchers.clear();
  }

  /** Removes the mark from rows whose files no longer exist. */
  async check(): Promise<void> {
    const marked = this.options.store.snapshot.accounts
      .flatMap(entriesOf)
      .filter(({ download }) => download !== undefined);
    await Promise.all(marked.map((entry) => this.existing(entry).catch(() => undefined)));
  }

  /** The file of a result. If it no longer exists, removes the mark and throws UserError. */
  async existing(entry: JobEntry): Promise<vscode.Uri> {
    const { download } = entry;
    if (download === undefined) {
      throw new UserError(vscode.l10n.t("This result hasn't been downloaded yet."));
    }
    const uri = vscode.Uri.parse(download.uri);
    try {
      await vscode.workspace.fs.stat(uri);
      return uri;
    } catch (error) {
      if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') {
        this.unmark(entry);
        throw new UserError(
          vscode.l10n.t('The file {0} no longer exists. Download the result again.', uri.fsPath),
          error,
        );
      }
      throw error;
    }
  }

  /**
   * The file of a result, for reading. Throws like `existing`, and UserError if its folder is now a link that leads out
   * of the workspace.
   */
  async readable(entry: JobEntry): Promise<vscode.Uri> {
    const uri = await this.existing(entry);
    if (uri.scheme === 'file') {
      await this.options.guard.check(vscode.Uri.joinPath(uri, '..').fsPath);
    }
    return uri;
  }

  /** Names a job after the server's name for its result, if it has no other. */
  learnName(entry: JobEntry, fileName: string | undefined): void {
    learnName(this.options.memory, entry, fileName);
  }

  private unmark({ key, download }: JobEntry): void {
    const { downloads } = this.options.memory;
    // Otherwise, it was downloaded again in the meantime.
    if (downloads.get(key)?.atMs === download?.atMs) {
      downloads.set([[key, undefined]]);
    }
  }

  /** Watches each folder with results once. */
  private watch(file: vscode.Uri): void {
    const folder = vscode.Uri.joinPath(file, '..');
    if (this.watchers.has(folder.toString())) {
      return;
    }
    const watcher = vscode.workspace.createFileSystemWatcher(
      new vscode.RelativePattern(folder, '*'),
      true,
      true,
      false,
    );
    this.watchers.set(folder.toString(), watcher);
    watcher.onDidDelete(() => void this.check());
    this.checkLater();
  }

  private checkLater(): void {
    this.cancelCheck();
    if (this.watchers.size === 0) {
      return;
    }
    this.cancelCheck = this.options.clock.setTimer(
      () => void this.checkChangedFolders().finally(() => this.checkLater()),
      CHECK_MS,
    );
  }

  /**
   * Checks the files if a folder's modification time has changed, which happens whenever a file is added or deleted.
   */
  private async checkChangedFolders(): Promise<void> {
    const folders = [...this.watchers.keys()]
      .map((folder) => vscode.Uri.parse(folder))
      .filter(({ scheme }) => scheme === 'file');
    const times = await Promise.all(
      folders.map((folder) =>
        vscode.workspace.fs.stat(folder).then(
          ({ mtime }) => mtime,
          () => 0,
        ),
      ),
    );
    // A deleted folder no longer changes, so its files are checked each time.
    if (times.includes(0) || this.seenTimes !== times.join()) {
      this.seenTimes = times.join(); // before the check, so that changes during the check are noticed the next time
      await this.check();
    }
  }
}
