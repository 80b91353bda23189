import { homedir } from 'node:os';
import * as vscode from 'vscode';
import type { Settings } from '../settings';
import type { FolderGuard } from './folderGuard';
import { rememberRoot, resultFolder, resultRoot } from './resultFolders';

/** The maximum size for a workspace that isn't on a disk. Such a file is copied through memory in one piece. */
export const MAX_REMOTE_BYTES = 64_000_000;

/** The place for a result. */
export interface Destination {
  /** The folder on a disk that receives the bytes. */
  readonly folder: string;
  /** The name that the user gave the file. Undefined if the template names it. */
  readonly fileName: string | undefined;
  /** Whether the user wants to replace an existing file with this name. */
  readonly isReplacing?: boolean;
  /** Where to copy the file afterward, for a workspace that isn't on a disk. */
  readonly remoteFolder: vscode.Uri | undefined;
  /** Whether the folder isn't in the workspace, so that it must be remembered to find the file again. */
  readonly isElsewhere: boolean;
}

export interface DestinationsOptions {
  readonly context: Pick<vscode.ExtensionContext, 'workspaceState' | 'globalStorageUri'>;
  readonly settings: Settings;
  readonly guard: FolderGuard;
}

/** Decides where results go: into the workspace or, without one, where the user chooses. */
export class Destinations {
  constructor(private readonly options: DestinationsOptions) {}

  /**
   * Returns where new results go. Undefined if the user cancels. Throws UserError if the folder must not be used.
   * `suggestedName` is for a single file whose place the user chooses.
   */
  async choose(suggestedName: string | undefined): Promise<Destination | undefined> {
    if ((vscode.workspace.workspaceFolders ?? []).length === 0) {
      return suggestedName === undefined ? askForFolder() : askForFile(suggestedName);
    }
    const root = resultRoot(this.options.context.workspaceState) ?? (await this.chooseRoot());
    const destination = root && this.destinationIn(root);
    return destination && (await this.options.guard.allow(destination.folder)) ? destination : undefined;
  }

  /** Where a download continues that was interrupted in `folder`. Files in the staging folder then go to `chosen`. */
  resumeIn(folder: string, chosen: Destination | undefined): Destination | undefined {
    const there = { folder, fileName: undefined, remoteFolder: undefined, isElsewhere: false };
    if (!this.isStaged(folder)) {
      return there;
    }
    return chosen && { ...there, remoteFolder: chosen.remoteFolder ?? vscode.Uri.file(chosen.folder) };
  }

  /** Whether the folder is the staging folder, from which files are copied to a workspace that isn't on a disk. */
  isStaged(folder: string): boolean {
    return folder === this.staging.fsPath;
  }

  /** Asks which of several workspace folders results go to, and remembers the answer for this workspace. */
  async chooseRoot(): Promise<vscode.WorkspaceFolder | undefined> {
    const root = await vscode.window.showWorkspaceFolderPick({
      placeHolder: vscode.l10n.t('Select a folder for results. Your choice is saved for this workspace.'),
    });
    if (root !== undefined) {
      await rememberRoot(this.options.context.workspaceState, root);
    }
    return root;
  }

  private get staging(): vscode.Uri {
    return vscode.Uri.joinPath(this.options.context.globalStorageUri, 'results');
  }

  private destinationIn(root: vscode.WorkspaceFolder): Destination {
    const results = resultFolder(root, this.options.settings);
    if (root.uri.scheme === 'file') {
      return { folder: results.fsPath, fileName: undefined, remoteFolder: undefined, isElsewhere: false };
    }
    return { folder: this.staging.fsPath, fileName: undefined, remoteFolder: results, isElsewhere: true };
  }
}

/** Asks where to save one file. Undefined if the user cancels. */
export async function askForFile(suggestedName: string): Promise<Destination | undefined> {
  const uri = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(vscode.Uri.file(homedir()), suggestedName),
    saveLabel: vscode.l10n.t('Download'),
    title: vscode.l10n.t('Download the result to'),
  });
  return (
    uri && {
      folder: vscode.Uri.joinPath(uri, '..').fsPath,
      fileName: uri.path.slice(uri.path.lastIndexOf('/') + 1),
      // The dialog returns an existing name only if the user has confirmed to replace the file.
      isReplacing: await isFile(uri),
      remoteFolder: undefined,
      isElsewhere: true,
    }
  );
}

async function isFile(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    ({ type }) => (type & vscode.FileType.File) !== 0,
    () => false,
  );
}

async function askForFolder(): Promise<Destination | undefined> {
  const picked = await vscode.window.showOpenDialog({
    canSelectFolders: true,
    canSelectFiles: false,
    openLabel: vscode.l10n.t('Download Here'),
    title: vscode.l10n.t('Download the results to'),
  });
  const folder = picked?.[0]?.fsPath;
  return folder === undefined ? undefined : { folder, fileName: undefined, remoteFolder: undefined, isElsewhere: true };
}
