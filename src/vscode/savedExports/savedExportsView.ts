import * as vscode from 'vscode';
import { SAVED_EXPORTS_VIEW_ID } from '../ids';
import { lazy } from '../lazy';
import type { SavedExportFiles } from './savedExportFiles';
import type { RunMark } from './runMark';
import type { SavedRow } from './savedExportRows';

/** The view of saved exports, whose code is loaded when it is first looked at. */
export class SavedExportsView implements vscode.TreeDataProvider<SavedRow> {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly runs = new Map<string, RunMark>();
  private readonly load = lazy(
    async () =>
      new (await import('./savedExportRows')).SavedExportRows(this.context, this.runs, () => this.changed.fire()),
    (rows) => rows.dispose(),
  );

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
    this.load.dispose();
  }
}
