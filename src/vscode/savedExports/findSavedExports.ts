import * as vscode from 'vscode';
import { UserError } from '../words/userError';
import { askForNames } from './askForSaved';
import type { FoundExport, SavedExportFiles } from './savedExportFiles';
import { savedProblemInWords } from './savedExportWords';
import { readSavedTarget } from './savedTargets';

/**
 * Finds the exports and sets of a row, a name, or a list of names in the files on the disk. Asks the user if none are
 * given.
 */
export async function findSavedExports(
  savedExports: { files(): Promise<SavedExportFiles> },
  argument: unknown,
  placeHolder: string,
): Promise<readonly FoundExport[] | undefined> {
  const files = await savedExports.files();
  const contents = await files.readAgain();
  const target = readSavedTarget(argument);
  const given = target?.kind === 'names' ? target.names : target && [target.name];
  const names = given ?? (await askForNames(files, placeHolder));
  if (names === undefined) {
    return undefined;
  }
  // A problem of a whole file hides what is saved in it.
  const hiding = contents.flatMap(({ problems }) => problems).find(({ path }) => path.length === 0);
  if (names.length === 0 && hiding !== undefined) {
    throw new UserError(savedProblemInWords(hiding));
  }
  if (names.length === 0) {
    throw new UserError(
      vscode.l10n.t(
        'No saved exports yet. Save one in the last step of Export a Report, or from a job that you exported from here.',
      ),
    );
  }
  const source = target?.kind === 'row' ? target.source.uri : undefined;
  return Promise.all(
    names.map(
      async (name) =>
        (await files.find(name, source)) ??
        Promise.reject(
          new UserError(
            [
              vscode.l10n.t('No saved export or set is named {0}.', name),
              ...(hiding === undefined ? [] : [savedProblemInWords(hiding)]),
            ].join(' '),
          ),
        ),
    ),
  );
}
