import * as vscode from 'vscode';
import { withChangedExport, without, withName } from '../../core/savedExports/editSavedExports';
import { isConfirmed } from '../messages';
import { askForName } from './askForSaved';
import { editInSteps } from './editInSteps';
import { nameOf } from './planRun';
import { commandId } from '../ids';
import type { CommandHandlers } from '../commands/commands';
import { findSavedExports } from './findSavedExports';
import { openFoundExport } from './openSavedCommands';
import type { SavedExportCommandsOptions } from './savedExportCommandsOptions';
import { withoutIcons } from '../words/withoutIcons';

/** The commands that change what is saved. */
export function changeSavedCommands(
  options: SavedExportCommandsOptions,
): Pick<CommandHandlers, 'editSavedExport' | 'renameSavedExport' | 'deleteSavedExport'> {
  return {
    editSavedExport: (argument) => edit(options, argument),
    renameSavedExport: (argument) => rename(options, argument),
    deleteSavedExport: (argument) => remove(options, argument),
  };
}

/** Edits a saved export and returns its name. Opens the file for a set, and for anything that the dialog can't show. */
async function edit(options: SavedExportCommandsOptions, argument: unknown): Promise<string | undefined> {
  const [found] =
    (await findSavedExports(options.savedExports, argument, vscode.l10n.t('Select a saved export to edit'))) ?? [];
  if (found === undefined) {
    return undefined;
  }
  const edited =
    found.kind === 'set'
      ? ({ kind: 'notInSteps' } as const)
      : await editInSteps(options, options.accounts.on, found.source, found.saved);
  if (edited.kind === 'notInSteps') {
    await openFoundExport(found);
  }
  if (edited.kind !== 'saved') {
    return undefined;
  }
  const { before, saved, isRun } = edited;
  const files = await options.savedExports.files();
  await files.edit(found.source, (text) => withChangedExport(text, before, saved));
  vscode.window.setStatusBarMessage(vscode.l10n.t('$(check) Saved as {0}', withoutIcons(saved.name)), 4000);
  if (isRun) {
    await vscode.commands.executeCommand(commandId('runSavedExport'), { kind: 'export', source: found.source, saved });
  }
  return saved.name;
}

async function rename(options: SavedExportCommandsOptions, argument: unknown): Promise<string | undefined> {
  const files = await options.savedExports.files();
  const [found] =
    (await findSavedExports(options.savedExports, argument, vscode.l10n.t('Select a saved export to rename'))) ?? [];
  const name =
    found && (await askForName(files, found.source, vscode.l10n.t('Rename {0}', nameOf(found)), nameOf(found)));
  if (found !== undefined && name !== undefined && name !== nameOf(found)) {
    await files.edit(found.source, (text) => withName(text, nameOf(found), name));
  }
  return name;
}

async function remove(options: SavedExportCommandsOptions, argument: unknown): Promise<void> {
  const files = await options.savedExports.files();
  const [found] =
    (await findSavedExports(options.savedExports, argument, vscode.l10n.t('Select a saved export to delete'))) ?? [];
  if (found === undefined) {
    return;
  }
  const isScript = typeof argument === 'string';
  const detail =
    found.kind === 'set'
      ? vscode.l10n.t('Its exports and downloaded files are kept.')
      : vscode.l10n.t("It's also removed from its sets. Jobs and downloaded files are kept.");
  if (isScript || (await isConfirmed(vscode.l10n.t('Delete {0}?', nameOf(found)), vscode.l10n.t('Delete'), detail))) {
    await files.edit(found.source, (text) => without(text, nameOf(found)));
  }
}
