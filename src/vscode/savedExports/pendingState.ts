import path from 'node:path';
import type * as vscode from 'vscode';
import { ensureFolder, readWhole, removeFile, writeWhole } from '../../core/files/wholeFile';

export type PendingContext = Pick<vscode.ExtensionContext, 'storageUri' | 'workspaceState'>;

/**
 * What this workspace waits for, under a name. It lies in a file of its own: VS Code writes its state down a while later, which a
 * window that is loaded again at once, or crashes, does not live to see. Where no folder is open there is that state alone.
 */
export function readPending(context: PendingContext, name: string): unknown {
  const file = fileOf(context, name);
  const text = file === undefined ? undefined : readWhole(file);
  return text === undefined ? context.workspaceState.get(name) : parse(text);
}

/** Undefined leaves nothing behind. On the disk when it returns. */
export async function keepPending(context: PendingContext, name: string, value: unknown): Promise<void> {
  const isInFile = write(fileOf(context, name), value);
  await context.workspaceState.update(name, isInFile ? undefined : value);
}

function write(file: string | undefined, value: unknown): boolean {
  if (file === undefined) {
    return false;
  }
  if (value === undefined) {
    removeFile(file);
    return true;
  }
  try {
    ensureFolder(path.dirname(file));
    writeWhole(file, JSON.stringify(value));
    return true;
  } catch {
    removeFile(file); // a full or read-only disk: what is there is outdated, and VS Code's state serves
    return false;
  }
}

function fileOf({ storageUri }: PendingContext, name: string): string | undefined {
  return storageUri && path.join(storageUri.fsPath, `${name}.json`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
