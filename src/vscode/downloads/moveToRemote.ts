import { createHash, randomUUID } from 'node:crypto';
import { readFile, unlink } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { numberedFileName } from '../../core/download/fileName';

const MAX_NUMBER = 999;

/**
 * Moves a whole file into a folder that isn't on a disk and returns its address there. The bytes arrive under a random
 * name, are read back, and get the file's name only if nothing has it: VS Code cannot create a file exclusively, and
 * would write through a link. Throws a sentence, or VS Code's error; then nothing is left in the folder.
 */
export async function moveToRemote(filePath: string, folder: vscode.Uri): Promise<vscode.Uri> {
  const bytes = await readFile(filePath);
  await vscode.workspace.fs.createDirectory(folder);
  const temporary = vscode.Uri.joinPath(folder, `.${randomUUID()}.part`);
  try {
    await vscode.workspace.fs.writeFile(temporary, bytes);
    if (sha256(await vscode.workspace.fs.readFile(temporary)) !== sha256(bytes)) {
      throw new Error(vscode.l10n.t("{0} wasn't saved correctly.", folder.toString()));
    }
    const uri = await renameToFree(temporary, folder, path.basename(filePath));
    await unlink(filePath);
    return uri;
  } catch (error) {
    await vscode.workspace.fs.delete(temporary).then(undefined, () => undefined);
    throw error;
  }
}

async function renameToFree(from: vscode.Uri, folder: vscode.Uri, name: string): Promise<vscode.Uri> {
  const extension = path.extname(name).slice(1);
  for (let number = 1; number <= MAX_NUMBER; number++) {
    const uri = vscode.Uri.joinPath(folder, numberedFileName(name, extension, number));
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

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
