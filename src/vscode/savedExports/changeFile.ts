import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { errorCode } from '../../core/files/fileError';
import { readSmallBytes } from '../../core/files/readSmallFile';
import { replaceFile } from '../../core/files/replaceFile';
import { UserError } from '../words/userError';

/** Enough for thousands of exports, in a file that people write by hand. */
const MAX_BYTES = 1024 * 1024;
const MAX_TRIES = 5;
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Changes a text file, or creates it. Changes what's on the disk, not what an editor shows, because VS Code notices
 * late, or never, that a file has changed on the disk. If an editor has unsaved changes to the file, makes the change
 * there and saves both. Throws a `UserError` if nothing could be written; the user's unsaved changes are kept.
 */
export async function changeFile(uri: vscode.Uri, change: (text: string) => string): Promise<void> {
  const typedInto = vscode.workspace.textDocuments.find(
    (document) => document.isDirty && document.uri.toString() === uri.toString(),
  );
  await (typedInto === undefined ? changeOnDisk(uri, change) : changeInEditor(typedInto, change));
}

/** The text of a file, without a byte order mark. Undefined if the file doesn't exist. Throws if it isn't UTF-8. */
export async function readText(uri: vscode.Uri): Promise<string | undefined> {
  const bytes = await readBytes(uri);
  return bytes && new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}

async function changeOnDisk(uri: vscode.Uri, change: (text: string) => string): Promise<void> {
  for (let tries = 1, bytes = await readBytes(uri); ; tries++) {
    const text = decode(uri, bytes);
    const mark = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : '';
    const changed = mark + change(text.slice(mark.length));
    // Reads again, because another program might be writing the file now.
    const bytesNow = await readBytes(uri);
    if (isSame(bytes, bytesNow)) {
      await (changed === text && bytes !== undefined ? undefined : write(uri, changed));
      return;
    }
    if (tries === MAX_TRIES) {
      throw new UserError(
        vscode.l10n.t(
          '{0} keeps changing, so nothing was written to it. Try again when the other program is done.',
          nameOf(uri),
        ),
      );
    }
    bytes = bytesNow;
  }
}

/**
 * Keeps the user's unsaved changes: if the file on disk is newer, VS Code doesn't save, and the editor contains both
 * changes.
 */
async function changeInEditor(document: vscode.TextDocument, change: (text: string) => string): Promise<void> {
  const { uri } = document;
  const text = document.getText();
  const edit = new vscode.WorkspaceEdit();
  edit.replace(uri, new vscode.Range(document.positionAt(0), document.positionAt(text.length)), change(text));
  if (!(await vscode.workspace.applyEdit(edit))) {
    throw new UserError(vscode.l10n.t("Couldn't write {0}.", nameOf(uri)));
  }
  if (!(await document.save())) {
    await vscode.window.showTextDocument(document);
    throw new UserError(
      vscode.l10n.t(
        "{0} has unsaved changes, and the file on disk is newer or can't be written. The editor contains your unsaved changes and this one. Compare them with the file, and then save.",
        nameOf(uri),
      ),
    );
  }
}

async function readBytes(uri: vscode.Uri): Promise<Uint8Array | undefined> {
  try {
    return uri.scheme === 'file'
      ? await readSmallBytes(uri.fsPath, MAX_BYTES)
      : await vscode.workspace.fs.readFile(uri);
  } catch (error) {
    if (['ENOENT', 'FileNotFound'].includes(errorCode(error))) {
      return undefined;
    }
    throw error;
  }
}

/** Throws if the bytes aren't text, because writing the text back would lose them. */
function decode(uri: vscode.Uri, bytes: Uint8Array = new Uint8Array()): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new UserError(
      vscode.l10n.t("{0} isn't UTF-8 text. Save it with that encoding, and then try again.", nameOf(uri)),
      error,
    );
  }
}

async function write(uri: vscode.Uri, text: string): Promise<void> {
  try {
    if (uri.scheme === 'file') {
      await mkdir(path.dirname(uri.fsPath), { recursive: true });
      await replaceFile(uri.fsPath, text, { isFlushed: true });
    } else {
      await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    }
  } catch (error) {
    throw new UserError(vscode.l10n.t("Couldn't write {0}.", nameOf(uri)), error);
  }
}

function isSame(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a === undefined || b === undefined ? a === b : Buffer.compare(a, b) === 0;
}

function nameOf(uri: vscode.Uri): string {
  return vscode.workspace.asRelativePath(uri);
}
