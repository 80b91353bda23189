import * as vscode from 'vscode';
import { SAVED_EXPORTS_VIEW_ID } from '../ids';
import type { SavedExportFiles } from './savedExportFiles';
import type { RunMark } from './runMark';
import type { SavedRow, SavedExportRows } from './savedExportRows';

/** The view of saved exports, whose code is loaded when it is first looked at. */
export class SavedExportsView implements vscode.TreeDataProvider<SavedRow> {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly runs = new Map<string, RunMark>();
  private loaded: Promise<SavedExportRows> | undefined;

  readonly onDidChangeTreeData = this.changed.event;
  // VS Code takes the event as it is at this moment: it has to be there.
  private readonly registration = vscode.window.registerTreeDataProvider(SAVED_EXPORTS_VIEW_ID, this);

  constructor(private readonly context: vscode.ExtensionContext) {
    // Commands on saved exports are offered where there are some, though nobody has looked at the view yet.
    void import('./hasSavedFiles').then(async ({ hasSavedFiles }) => (await hasSavedFiles(context)) && this.load());
  }

  async files(): Promise<SavedExportFiles> {
    return (await this.load()).files;
  }

  /** Shows on a row how far its run is; undefined when it is over. */
  markRun(name: string, mark: RunMark | undefined): void {
    if (mark === undefined) {
      this.runs.delete(name);
    } else {
      this.runs.set(name, mark);
    }
    this.changed.fire();
  }

  async getChildren(row?: SavedRow): Promise<SavedRow[]> {
    return (await this.load()).children(row);
  }

  getTreeItem({ item }: SavedRow): vscode.TreeItem {
    return item;
  }

  dispose(): void {
    this.registration.dispose();
    this.changed.dispose();
    void this.loaded?.then((rows) => rows.dispose());
  }

  private load(): Promise<SavedExportRows> {
    this.loaded ??= import('./savedExportRows').then(
      ({ SavedExportRows }) => new SavedExportRows(this.context, this.runs, () => this.changed.fire()),
    );
    return this.loaded;
  }
}
