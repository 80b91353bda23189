import path from 'node:path';
import type * as vscode from 'vscode';
import { storedRunIds } from '../../core/runs/storedRuns';
import { ensureFolder, readWhole, removeFile, writeWhole } from '../../core/files/wholeFile';
import { parsed } from '../../core/parsed';

/** Where version 1.0 stored the runs of saved exports. */
export const PENDING_RUNS_KEY = 'impactJobs.pendingRuns';
/** The exports whose results are downloaded when their jobs complete. */
export const WANTED_DOWNLOADS_KEY = 'impactJobs.wantedDownloads';

export type PendingContext = Pick<vscode.ExtensionContext, 'storageUri' | 'workspaceState'>;

type RunsContext = Pick<vscode.ExtensionContext, 'storageUri' | 'globalStorageUri'>;

/** Where the runs of saved exports are stored. Windows without a folder share theirs. */
export function runsFolder({ storageUri, globalStorageUri }: RunsContext): string {
  return path.join(storageOf(storageUri) ?? globalStorageUri.fsPath, 'runs');
}

/** Whether an earlier window has left runs of saved exports. */
export function hasPendingRuns(context: PendingContext & RunsContext): boolean {
  return storedRunIds(runsFolder(context)).length > 0 || readPending(context, PENDING_RUNS_KEY) !== undefined;
}

/**
 * What this workspace waits for, stored under a name. It has its own file, because VS Code stores its state only after
 * a while, and a window that crashes or reloads before that loses it. Without an open folder, only VS Code's state is
 * available.
 */
export function readPending(context: PendingContext, name: string): unknown {
  const file = fileOf(context, name);
  const text = file === undefined ? undefined : readWhole(file);
  return text === undefined ? context.workspaceState.get(name) : parsed(text);
}

/**
 * Loads the commands, which resume the runs and downloads that the window waited for before it closed. Loads nothing if
 * there are none.
 */
export function resumePending(context: PendingContext & RunsContext, loadCommands: () => Promise<unknown>): void {
  if (hasPendingRuns(context) || readPending(context, WANTED_DOWNLOADS_KEY) !== undefined) {
    void loadCommands().catch(() => undefined); // the first command that runs reports the failure
  }
}

/** Stores what this workspace waits for. It's on the disk when this resolves. Undefined removes it. */
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
    removeFile(file); // the disk is full or read-only: the file is outdated, so VS Code's state is used
    return false;
  }
}

function fileOf({ storageUri }: PendingContext, name: string): string | undefined {
  const storage = storageOf(storageUri);
  return storage && path.join(storage, `${name}.json`);
}

/**
 * The folder for a workspace's state. VS Code gives a window a folder with a number (`1f2e-1`) while another window, or
 * the one before a reload, still holds the workspace's own. What is pending belongs to the workspace, not the window.
 */
function storageOf(storageUri: vscode.Uri | undefined): string | undefined {
  return storageUri?.fsPath.replace(/(?<=[^\\/])-\d+(?=[\\/][^\\/]+$)/, '');
}
