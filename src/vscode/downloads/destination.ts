import { homedir } from 'node:os';
import * as vscode from 'vscode';
import type { Settings } from '../settings';
import type { FolderGuard } from './folderGuard';
import { rememberRoot, resultFolder, resultRoot } from './resultFolders';

/** A workspace that is not on a disk gets a file in one piece, through memory. */
export const MAX_REMOTE_BYTES = 64_000_000;

/** Where results go. */
export interface Destination {
  /** The folder on a disk that the bytes are received in. */
  readonly folder: string;
  /** What the user calls the one file; undefined where the template names it. */
  readonly fileName: string | undefined;
  /** There is a file of that name, and the user wants it replaced. */
  readonly isReplacing?: boolean;
  /** Where the file goes from there, for a workspace that is not on a disk. */
  readonly remoteFolder: vscode.Uri | undefined;
  /** Not a folder of the workspace: it has to be remembered to be found again. */
  readonly isElsewhere: boolean;
}

export interface DestinationsOptions {
  readonly context: Pick<vscode.ExtensionContext, 'workspaceState' | 'globalStorageUri'>;
  readonly settings: Settings;
  readonly guard: FolderGuard;
}

/** Knows where results go: into the workspace, and where there is none to where the user says. */
export class Destinations {
  constructor(private readonly options: DestinationsOptions) {}

  /** Undefined when the user closes a question; throws a sentence where the folder must not be used. `suggestedName` is for a file that goes where the user says. */
  async choose(suggestedName: string | undefined): Promise<Destination | undefined> {
    if ((vscode.workspace.workspaceFolders ?? []).length === 0) {
      return suggestedName === undefined ? askForFolder() : askForFile(suggestedName);
    }
    const root = resultRoot(this.options.context.workspaceState) ?? (await this.chooseRoot());
    const destination = root && this.destinationIn(root);
    return destination && (await this.options.guard.allow(destination.folder)) ? destination : undefined;
  }

  /** What lies half-way in `folder` goes on there; from the one that holds files on their way off the disk, they go where results go now. */
  resumeIn(folder: string, chosen: Destination | undefined): Destination | undefined {
    const there = { folder, fileName: undefined, remoteFolder: undefined, isElsewhere: false };
    if (!this.isStaged(folder)) {
      return there;
    }
    return chosen && { ...there, remoteFolder: chosen.remoteFolder ?? vscode.Uri.file(chosen.folder) };
  }

  /** Whether nothing stays in the folder: it holds files on their way to a workspace that is not on a disk. */
  isStaged(folder: string): boolean {
    return folder === this.staging.fsPath;
  }

  /** Asks which of several roots results go to, and remembers the answer for this workspace. */
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

async function askForFile(suggestedName: string): Promise<Destination | undefined> {
  const uri = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(vscode.Uri.file(homedir()), suggestedName),
    saveLabel: vscode.l10n.t('Download'),
    title: vscode.l10n.t('Download the result to'),
  });
  return (
    uri && {
      folder: vscode.Uri.joinPath(uri, '..').fsPath,
      fileName: uri.path.slice(uri.path.lastIndexOf('/') + 1),
      // The dialog returns a name that is taken only once the user has confirmed to replace the file.
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
