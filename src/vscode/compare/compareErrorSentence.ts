import * as vscode from 'vscode';
import type { CompareError, Side } from '../../core/compare/compareError';
import { numberInWords } from '../words/timeWords';
import { listed } from './comparisonCaveats';

/** Why two results can't be compared row by row, and what to do. */
export function compareErrorSentence(
  { kind, side = 'after', reason, names }: CompareError,
  files: Readonly<Record<Side, vscode.Uri>>,
): string {
  const file = vscode.workspace.asRelativePath(files[side]);
  switch (kind) {
    case 'unreadable':
      return reasonInWords(file, reason);
    case 'noCommonColumns':
      return vscode.l10n.t(
        "These results can't be compared because they have no columns in common. Before: {0}. After: {1}. If the titles are wrong, choose Reading Options in the preview.",
        listed(names.before ?? []) || vscode.l10n.t('no titles'),
        listed(names.after ?? []) || vscode.l10n.t('no titles'),
      );
    case 'noTable':
      return vscode.l10n.t(
        "{0} doesn't contain the table that you chose in Reading Options. It contains: {1}.",
        file,
        listed(names[side] ?? []) || vscode.l10n.t('no tables'),
      );
    case 'fileChanged':
      return vscode.l10n.t('A file changed during the comparison. Compare the results again.');
    case 'outOfMemory':
      return vscode.l10n.t("These results can't be compared because a row is too large.");
  }
}

function reasonInWords(file: string, reason: CompareError['reason']): string {
  switch (reason?.kind) {
    case 'notATable':
      return reason.subject === 'bin'
        ? vscode.l10n.t("{0} can't be compared row by row because it isn't text.", file)
        : vscode.l10n.t(
            "{0} can't be compared row by row because it's of type {1}. Only CSV, JSON, and XML files can.",
            file,
            reason.subject.toUpperCase(),
          );
    case 'rowTooLong':
      return vscode.l10n.t(
        "{0} can't be compared because the row that starts at line {1} is longer than 64 MB.",
        file,
        numberInWords(reason.line ?? 1),
      );
    case 'unreadable':
    case 'tooDeep':
      return vscode.l10n.t(
        "{0} can't be compared because it's damaged at line {1}. Download it again, or replay the job.",
        file,
        numberInWords(reason.line ?? 1),
      );
    default:
      return vscode.l10n.t("Can't read the file {0}.", file);
  }
}
