import * as vscode from 'vscode';
import { SAVED_EXPORTS_FILE } from '../../core/savedExports/savedExport';
import { SAVED_EXPORTS_VIEW_ID } from '../ids';
import { SettledTree } from '../jobs/settledTree';
import { lazy } from '../lazy';
import type { SavedExportFiles } from './savedExportFiles';
import type { RunMark } from './runMark';
import type { SavedRow, SavedRowParts } from './savedExportRows';

/** The view of saved exports. Its code is loaded when it's first shown. */
export class SavedExportsView implements vscode.TreeDataProvider<SavedRow> {
  private readonly changed = new vscode.EventEmitter<undefined>();
  private readonly runs = new Map<string, RunMark>();
  private readonly load = lazy(
    async () =>
      new (await import('./savedExportRows')).SavedExportRows(
        this.context,
        this.runs,
        () => this.changed.fire(undefined),
        this.parts,
      ),
    (rows) => rows.dispose(),
  );

  readonly onDidChangeTreeData = this.changed.event;
  private readonly rows: SettledTree<SavedRow>;
  readonly view: vscode.TreeView<SavedRow>;

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly parts: SavedRowParts,
  ) {
    this.rows = new SettledTree(this, parts.clock);
    this.view = vscode.window.createTreeView(SAVED_EXPORTS_VIEW_ID, { treeDataProvider: this.rows });
    // Without this, commands on saved exports would be missing until the user opens the view.
    void hasSavedFiles(context).then(async (hasFiles) => hasFiles && this.load());
  }

  async files(): Promise<SavedExportFiles> {
    return (await this.load()).files;
  }

  /** Shows the progress of a run in the row with its `savedKey`. Undefined when the run ends. */
  markRun(key: string, mark: RunMark | undefined): void {
    if (mark === undefined) {
      this.runs.delete(key);
    } else {
      this.runs.set(key, mark);
    }
    this.changed.fire(undefined);
  }

  /** The progress of the run with this `savedKey`. */
  runOf(key: string): RunMark | undefined {
    return this.runs.get(key);
  }

  /** Opens the view and selects the row of an export or a set. */
  async reveal(source: vscode.Uri, name: string): Promise<void> {
    const row = await (await this.load()).rowOf(source, name);
    if (row !== undefined) {
      await this.rows.during(() => this.view.reveal(row, { select: true }));
    }
  }

  getParent(): undefined {
    return undefined;
  }

  async getChildren(row?: SavedRow): Promise<SavedRow[]> {
    return (await this.load()).children(row);
  }

  getTreeItem({ item }: SavedRow): vscode.TreeItem {
    return item;
  }

  dispose(): void {
    this.view.dispose();
    this.rows.dispose();
    this.changed.dispose();
    this.load.dispose();
  }
}

/** Whether a file of saved exports exists in the workspace or in the user's own storage, whatever it contains. */
async function hasSavedFiles({
  globalStorageUri,
}: Pick<vscode.ExtensionContext, 'globalStorageUri'>): Promise<boolean> {
  const folders = [...(vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri), globalStorageUri];
  const found = await Promise.allSettled(
    folders.map((folder) => vscode.workspace.fs.stat(vscode.Uri.joinPath(folder, SAVED_EXPORTS_FILE))),
  );
  return found.some(({ status }) => status === 'fulfilled');
}
