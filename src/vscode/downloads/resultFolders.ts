import * as vscode from 'vscode';
import type { Settings } from '../settings';

/** Where the results of a workspace folder lie. */
export function resultFolder({ uri }: vscode.WorkspaceFolder, settings: Settings): vscode.Uri {
  return vscode.Uri.joinPath(uri, settings.get('download.folder', uri));
}

/** The folders on a disk that results of this workspace go to. */
export function resultFolders(settings: Settings): readonly string[] {
  return (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file').map((root) => resultFolder(root, settings).fsPath);
}
