import { createHash } from 'node:crypto';
import { readFile, unlink } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { numberedFileName } from '../../core/download/fileName';

const MAX_NUMBER = 999;

/** Moves a whole file into a folder that is not on a disk, over no other file, and checks what arrived there. */
export async function moveToRemote(filePath: string, folder: vscode.Uri): Promise<vscode.Uri> {
  const bytes = await readFile(filePath);
  await vscode.workspace.fs.createDirectory(folder);
  const uri = await freeUri(folder, path.basename(filePath));
  await vscode.workspace.fs.writeFile(uri, bytes);
  const arrived = await vscode.workspace.fs.readFile(uri);
  if (sha256(arrived) !== sha256(bytes)) {
    await vscode.workspace.fs.delete(uri);
    throw new Error(vscode.l10n.t("{0} wasn't saved correctly.", folder.toString()));
  }
  await unlink(filePath);
  return uri;
}

async function freeUri(folder: vscode.Uri, name: string): Promise<vscode.Uri> {
  const extension = path.extname(name).slice(1);
  for (let number = 1; number <= MAX_NUMBER; number++) {
    const uri = vscode.Uri.joinPath(folder, numberedFileName(name, extension, number));
    const exists = await vscode.workspace.fs.stat(uri).then(
      () => true,
      () => false,
    );
    if (!exists) {
      return uri;
    }
  }
  throw new Error(vscode.l10n.t('{0} contains too many files named {1}.', folder.toString(), name));
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
