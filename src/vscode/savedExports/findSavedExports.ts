import * as vscode from 'vscode';
import { UserError } from '../words/userError';
import { askForSaved, type NamedSaved } from './askForSaved';
import type { FoundExport, SavedExportFiles } from './savedExportFiles';
import { savedProblemInWords } from './savedExportWords';
import { readSavedTarget, type SavedTarget } from './savedTargets';

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
  const wanted = target === undefined ? await askForSaved(files, placeHolder) : namedBy(target);
  if (wanted === undefined) {
    return undefined;
  }
  // A problem of a whole file hides what is saved in it.
  const hiding = contents.flatMap(({ problems }) => problems).find(({ path }) => path.length === 0);
  if (wanted.length === 0 && hiding !== undefined) {
    throw new UserError(savedProblemInWords(hiding));
  }
  if (wanted.length === 0) {
    throw new UserError(
      vscode.l10n.t(
        'No saved exports yet. Save one in the last step of Export a Report, or from a job that you exported from here.',
      ),
    );
  }
  return Promise.all(
    wanted.map(
      async ({ name, source }) =>
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

function namedBy(target: SavedTarget): readonly NamedSaved[] {
  return target.kind === 'names'
    ? target.names.map((name) => ({ name, source: undefined }))
    : [{ name: target.name, source: target.source.uri }];
}
