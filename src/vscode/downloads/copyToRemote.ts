import { createHash, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { DownloadedFile } from '../../core/download/downloadResult';
import { numberedFileName } from '../../core/download/fileName';

const MAX_NUMBER = 999;

/**
 * Copies a complete file into a folder that isn't on a disk, and returns its address there. Writes the bytes under a
 * random name, reads them back, and renames the file only if its name is free: VS Code can't create a file exclusively,
 * and would write through a link. Throws UserError, or VS Code's error, and then leaves nothing in the folder.
 */
export async function copyToRemote(
  file: Pick<DownloadedFile, 'path' | 'extension'>,
  folder: vscode.Uri,
): Promise<vscode.Uri> {
  const bytes = await readFile(file.path);
  await vscode.workspace.fs.createDirectory(folder);
  const temporary = vscode.Uri.joinPath(folder, `.${randomUUID()}.part`);
  try {
    await vscode.workspace.fs.writeFile(temporary, bytes);
    if (sha256(await vscode.workspace.fs.readFile(temporary)) !== sha256(bytes)) {
      throw new Error(vscode.l10n.t("{0} wasn't saved correctly.", folder.toString()));
    }
    return await renameToFree(temporary, folder, path.basename(file.path), file.extension);
  } catch (error) {
    await vscode.workspace.fs.delete(temporary).then(undefined, () => undefined);
    throw error;
  }
}

async function renameToFree(
  from: vscode.Uri,
  folder: vscode.Uri,
  name: string,
  extension: string,
): Promise<vscode.Uri> {
  for (let number = 1; number <= MAX_NUMBER; number++) {
    const uri = vscode.Uri.joinPath(folder, numberedFileName(name, extension, number));
    if (await isTaken(uri)) {
      continue;
    }
    try {
      await vscode.workspace.fs.rename(from, uri, { overwrite: false });
      return uri;
    } catch (error) {
      if (!(error instanceof vscode.FileSystemError && error.code === 'FileExists')) {
        throw error;
      }
    }
  }
  throw new Error(vscode.l10n.t('{0} contains too many files named {1}.', folder.toString(), name));
}

/**
 * VS Code treats a name as free if it can't check, and some file systems then replace the file. Throws VS Code's error.
 */
async function isTaken(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') {
      return false;
    }
    throw error;
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
