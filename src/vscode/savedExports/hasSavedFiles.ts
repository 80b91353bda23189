import * as vscode from 'vscode';
import { SAVED_EXPORTS_FILE } from '../../core/savedExports/savedExport';

/** Whether there is a file of saved exports, of the workspace or the user's own, whatever it holds. */
export async function hasSavedFiles({
  globalStorageUri,
}: Pick<vscode.ExtensionContext, 'globalStorageUri'>): Promise<boolean> {
  const folders = [...(vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri), globalStorageUri];
  const found = await Promise.allSettled(
    folders.map((folder) => vscode.workspace.fs.stat(vscode.Uri.joinPath(folder, SAVED_EXPORTS_FILE))),
  );
  return found.some(({ status }) => status === 'fulfilled');
}
