import { rm } from 'node:fs/promises';
import * as vscode from 'vscode';
import { isCompareError } from '../../../core/compare/compareError';
import { compareInThread } from '../../../core/compare/compareInThread';
import type { CompareProgress } from '../../../core/compare/compareProgress';
import type { Comparison } from '../../../core/compare/comparison';
import type { ListedDifferences } from '../../../core/compare/differences';
import type { Counterparts } from '../../../core/compare/findCounterpart';
import { makeListFolder } from '../../../core/compare/listFolder';
import { compareErrorSentence } from '../../compare/compareErrorSentence';
import type { ResultMarks } from '../../downloads/resultMarks';
import type { TableChoices } from '../../tables/tableChoices';
import { UserError } from '../../words/userError';

export type Files = Readonly<Record<'before' | 'after', vscode.Uri>>;

export interface RunComparisonOptions {
  readonly marks: ResultMarks;
  readonly choices: TableChoices;
  readonly extensionUri: vscode.Uri;
  /** The extension's own folder, for lists of rows. */
  readonly ownFolder: string;
}

/** Two results and how they differ. */
export interface MadeComparison {
  readonly pair: Counterparts;
  readonly files: Files;
  readonly sizes: Readonly<Record<'before' | 'after', number>>;
  /** Undefined if all bytes are the same. */
  readonly rows: { readonly comparison: Comparison; readonly differences: ListedDifferences } | undefined;
}

/** The file of the thread that compares, and that finds and exports the rows that differ. */
export function threadFile(extensionUri: vscode.Uri): string {
  return vscode.Uri.joinPath(extensionUri, 'dist', 'compareThread.js').fsPath;
}

/**
 * Compares two downloaded results in a thread of its own. The caller removes the folder of the list. Throws UserError
 * and the signal's reason.
 */
export async function runComparison(
  pair: Counterparts,
  { marks, choices, extensionUri, ownFolder }: RunComparisonOptions,
  signal: AbortSignal,
  onProgress: (progress: CompareProgress) => void = () => undefined,
): Promise<MadeComparison> {
  const files = { before: await marks.readable(pair.before), after: await marks.readable(pair.after) };
  const sizes = { before: await sizeOf(files.before), after: await sizeOf(files.after) };
  const other = Object.values(files).find((uri) => uri.scheme !== 'file');
  if (other !== undefined) {
    await compareElsewhere(files, sizes, other);
    return { pair, files, sizes, rows: undefined };
  }
  const listFolder = await makeListFolder(ownFolder);
  let isKept = false;
  try {
    const request = {
      before: { path: files.before.fsPath, choice: choices.of(pair.before) },
      after: { path: files.after.fsPath, choice: choices.of(pair.after) },
      untitled: vscode.l10n.t('Column {0}', '{0}'),
      withTotals: true,
      listFolder,
    };
    const result = await compareInThread(request, { thread: threadFile(extensionUri), signal, onProgress });
    if (result === 'same' || result.differences === undefined) {
      return { pair, files, sizes, rows: undefined };
    }
    isKept = true;
    const { differences, ...comparison } = result;
    return { pair, files, sizes, rows: { comparison, differences } };
  } catch (error) {
    throw isCompareError(error) ? new UserError(compareErrorSentence(error, files), error) : error;
  } finally {
    if (!isKept) {
      await rm(listFolder, { recursive: true, force: true });
    }
  }
}

async function sizeOf(uri: vscode.Uri): Promise<number> {
  return (await vscode.workspace.fs.stat(uri)).size;
}

/** Files that aren't on a disk are only checked for equality. Results there are small enough to fit into memory. */
async function compareElsewhere(files: Files, sizes: MadeComparison['sizes'], other: vscode.Uri): Promise<void> {
  if (sizes.before === sizes.after) {
    const [before, after] = await Promise.all([
      vscode.workspace.fs.readFile(files.before),
      vscode.workspace.fs.readFile(files.after),
    ]);
    if (Buffer.compare(before, after) === 0) {
      return;
    }
  }
  throw new UserError(
    vscode.l10n.t(
      "{0} can't be compared row by row. Only CSV, JSON, and XML files on this machine's disk can.",
      vscode.workspace.asRelativePath(other),
    ),
  );
}
