import * as vscode from 'vscode';
import { contributionsOf } from '../../core/analysis/contributedEditors';
import type { NotebookCell } from '../../core/analysis/notebookCells';
import { UserError } from '../words/userError';

const JUPYTER = 'jupyter-notebook';

/** Opens a new notebook that isn't saved yet. Throws a `UserError` if VS Code can't show Jupyter notebooks. */
export async function openNotebook(cells: readonly NotebookCell[]): Promise<vscode.Uri> {
  if (!vscode.extensions.all.some(hasJupyterNotebooks)) {
    throw new UserError(
      vscode.l10n.t(
        "Jupyter notebooks can't be opened because VS Code's extension ipynb is disabled. Enable it, or use Copy Code to Read It.",
      ),
    );
  }
  const { Code, Markup } = vscode.NotebookCellKind;
  const data = new vscode.NotebookData(
    cells.map(({ kind, text }) =>
      kind === 'code'
        ? new vscode.NotebookCellData(Code, text, 'python')
        : new vscode.NotebookCellData(Markup, text, 'markdown'),
    ),
  );
  const notebook = await vscode.workspace.openNotebookDocument(JUPYTER, data);
  await vscode.window.showNotebookDocument(notebook);
  return notebook.uri;
}

function hasJupyterNotebooks({ packageJSON }: vscode.Extension<unknown>): boolean {
  return contributionsOf(packageJSON, 'notebooks').some(({ type }) => type === JUPYTER);
}
