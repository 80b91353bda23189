import * as vscode from 'vscode';
import type { DetailsWords } from '../../../webviews/details/protocol';

/** The page's own texts. */
export function detailsWords(): DetailsWords {
  return {
    timeline: vscode.l10n.t('Timeline'),
    actions: vscode.l10n.t('Actions'),
    now: vscode.l10n.t('now'),
    expectedEnd: vscode.l10n.t('expected end'),
    nextTry: vscode.l10n.t('next retry'),
    copyValue: vscode.l10n.t('Copy {0}', '{0}'),
    columns: { time: vscode.l10n.t('Time'), progress: vscode.l10n.t('Progress'), records: vscode.l10n.t('Records') },
  };
}
