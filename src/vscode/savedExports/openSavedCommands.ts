import * as vscode from 'vscode';
import { EMPTY_FILE, pathOf } from '../../core/savedExports/editSavedExports';
import { offsetOf } from '../../core/savedExports/jsonText';
import type { FoundExport, SavedSource } from './savedExportFiles';
import { readText } from './changeFile';
import { nameOf } from './planRun';
import type { CommandHandlers } from '../commands/commands';
import { findSavedExports } from './findSavedExports';
import type { SavedExportCommandsOptions } from './savedExportCommandsOptions';
import { readSavedTarget } from './savedTargets';

/** The commands that open a file of saved exports, one of them at the right line. */
export function openSavedCommands(
  options: SavedExportCommandsOptions,
): Pick<CommandHandlers, 'openSavedExports' | 'openSavedExportFile'> {
  return {
    openSavedExports: () => open(options),
    openSavedExportFile: (argument) => openOne(options, argument),
  };
}

async function openOne(options: SavedExportCommandsOptions, argument: unknown): Promise<void> {
  const target = readSavedTarget(argument);
  if (target?.kind === 'problem') {
    await openSavedAt(target.source, (text) =>
      target.problem.kind === 'syntax' ? target.problem.offset : offsetOf(text, target.problem.path),
    );
    return;
  }
  const [found] =
    (await findSavedExports(options.savedExports, argument, vscode.l10n.t('Select a saved export to edit'))) ?? [];
  if (found !== undefined) {
    await openFoundExport(found);
  }
}

export async function openFoundExport(found: FoundExport): Promise<void> {
  await openSavedAt(found.source, (text) => offsetOf(text, pathOf(text, nameOf(found)) ?? []));
}

/** Opens the workspace's file, otherwise the user's. Creates it if needed. */
async function open(options: SavedExportCommandsOptions): Promise<void> {
  const files = await options.savedExports.files();
  const contents = await files.read();
  const filled = contents.find(({ text }) => text !== '');
  const source = (filled ?? contents[0])?.source;
  if (source !== undefined && filled === undefined) {
    await files.edit(source, () => EMPTY_FILE);
  }
  if (source !== undefined) {
    await openSavedAt(source, () => 0);
  }
}

async function openSavedAt({ uri }: SavedSource, offset: (text: string) => number): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  const editor = await vscode.window.showTextDocument(document);
  await readAgain(document);
  const at = document.positionAt(offset(document.getText()));
  editor.selection = new vscode.Selection(at, at);
  editor.revealRange(editor.selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/** Reads the active document from the disk, because VS Code notices late, or never, that a file has changed there. */
async function readAgain(document: vscode.TextDocument): Promise<void> {
  const onDisk = await readText(document.uri).catch(() => undefined);
  const isStale = onDisk !== undefined && onDisk !== document.getText();
  if (isStale && !document.isDirty && vscode.window.activeTextEditor?.document === document) {
    await vscode.commands.executeCommand('workbench.action.files.revert');
  }
}
