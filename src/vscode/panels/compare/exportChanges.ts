import { rm } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { makeListFolder } from '../../../core/compare/listFolder';
import { numberInWords } from '../../words/timeWords';
import { plural } from '../../words/plural';
import { offer, withNotice } from '../../messages';
import type { DifferencesOf } from './differencesOf';
import { comparisonWords } from './comparisonWords';

export interface ExportChangesOptions {
  readonly differences: DifferencesOf;
  readonly name: string;
  /** A file in the suggested folder. */
  readonly beside: vscode.Uri;
  /** The extension's own folder. */
  readonly ownFolder: string;
}

/** Asks for a file and writes the rows that the page shows to it. */
export async function exportChanges({ differences, name, beside, ownFolder }: ExportChangesOptions): Promise<void> {
  const rows = differences.count;
  const fileName = `${path.posix.parse(beside.path).name}-changes.csv`;
  const target = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(beside, '..', fileName),
    filters: { CSV: ['csv'] },
    title: vscode.l10n.t('Export the rows that differ'),
    saveLabel: vscode.l10n.t('Export'),
  });
  if (target === undefined) {
    return;
  }
  const isDone = await withNotice(vscode.l10n.t('Exporting {0}', name), async (_, token) => {
    const cancelled = new AbortController();
    const cancellation = token.onCancellationRequested(() => cancelled.abort());
    try {
      await write(differences, target, ownFolder, cancelled.signal);
      return true;
    } catch (error) {
      if (cancelled.signal.aborted) {
        return false;
      }
      throw error;
    } finally {
      cancellation.dispose();
    }
  });
  if (isDone) {
    const count = numberInWords(rows);
    const file = vscode.workspace.asRelativePath(target);
    await offer(
      plural(
        rows,
        vscode.l10n.t('Exported {0} row to {1}.', count, file),
        vscode.l10n.t('Exported {0} rows to {1}.', count, file),
      ),
      { [vscode.l10n.t('Open File')]: () => vscode.commands.executeCommand('vscode.open', target) },
    );
  }
}

/** A folder that isn't on the disk gets a copy. */
async function write(
  differences: DifferencesOf,
  target: vscode.Uri,
  ownFolder: string,
  signal: AbortSignal,
): Promise<void> {
  const { kind, kinds } = comparisonWords();
  const words = {
    kind,
    kinds,
    before: vscode.l10n.t('{0} (before)', '{0}'),
    after: vscode.l10n.t('{0} (after)', '{0}'),
  };
  if (target.scheme === 'file') {
    await differences.export(target.fsPath, words, signal);
    return;
  }
  const folder = await makeListFolder(ownFolder);
  try {
    const file = path.join(folder, 'changes.csv');
    await differences.export(file, words, signal);
    await vscode.workspace.fs.copy(vscode.Uri.file(file), target, { overwrite: true });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
