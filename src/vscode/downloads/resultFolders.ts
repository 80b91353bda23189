import * as vscode from 'vscode';
import type { Settings } from '../settings';

const ROOT_KEY = 'impactJobs.downloadRoot';

/** The workspace folder for results: the only one, or the one that the user chose among several. */
export function resultRoot(workspaceState: vscode.Memento): vscode.WorkspaceFolder | undefined {
  const roots = vscode.workspace.workspaceFolders ?? [];
  const chosen = workspaceState.get<string>(ROOT_KEY);
  return roots.length === 1 ? roots[0] : roots.find(({ uri }) => uri.toString() === chosen);
}

export async function rememberRoot(workspaceState: vscode.Memento, { uri }: vscode.WorkspaceFolder): Promise<void> {
  await workspaceState.update(ROOT_KEY, uri.toString());
}

/** The folder for results in a workspace folder. */
export function resultFolder({ uri }: vscode.WorkspaceFolder, settings: Settings): vscode.Uri {
  return vscode.Uri.joinPath(uri, settings.get('download.folder', uri));
}

/** The folders on a disk that this workspace's results go to. */
export function resultFolders(settings: Settings): readonly string[] {
  return (vscode.workspace.workspaceFolders ?? [])
    .filter(({ uri }) => uri.scheme === 'file')
    .map((root) => resultFolder(root, settings).fsPath);
}
