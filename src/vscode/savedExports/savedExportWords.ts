import * as vscode from 'vscode';
import type { PieceLength } from '../../core/reports/pieces';
import { periodIn } from '../../core/reports/periodFilters';
import type { SavedExport, SavedExportProblem } from '../../core/savedExports/savedExport';
import * as core from '../../core/words/savedProblemInWords';
import { periodInWords } from '../exports/exportWords';
import { plural } from '../words/plural';
import { numberInWords } from '../words/timeWords';
import { editorLanguage } from '../words/editorLanguage';
import type { SavedSource } from './savedExportFiles';

/** What's wrong in a file, where, and what's expected. */
export function savedProblemInWords(problem: SavedExportProblem): string {
  return core.savedProblemInWords(problem, editorLanguage());
}

/** What a saved export downloads: `Action Listing · Last month · JSON`. Omits CSV, the default. */
export function savedExportInWords({
  name,
  reportId,
  reportName = reportId,
  period,
  filters,
  format,
  accounts,
  pieces,
}: SavedExport): string {
  const fixed = periodIn(filters);
  const days = fixed === undefined ? '' : `${fixed.start} – ${fixed.end}`;
  const parts = [
    reportName === name ? '' : reportName,
    period === undefined ? days : periodInWords(period),
    pieces === undefined ? '' : piecesInWords(pieces),
    format === 'CSV' ? '' : format,
    accounts === undefined ? '' : accountsInWords(accounts),
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

/** For which accounts an export or a set runs: `6 accounts`. */
export function accountsInWords(accounts: 'all' | readonly string[]): string {
  return accounts === 'all'
    ? vscode.l10n.t('all accounts')
    : plural(
        accounts.length,
        vscode.l10n.t('{0} account', numberInWords(accounts.length)),
        vscode.l10n.t('{0} accounts', numberInWords(accounts.length)),
      );
}

function piecesInWords(pieces: PieceLength): string {
  const words: Readonly<Record<PieceLength, string>> = {
    day: vscode.l10n.t('day by day'),
    week: vscode.l10n.t('week by week'),
    month: vscode.l10n.t('month by month'),
  };
  return words[pieces];
}

/** Which file an export is saved in. Empty for the only one of the workspace. */
export function sourceInWords({ kind, label = '' }: SavedSource): string {
  return kind === 'user' ? vscode.l10n.t('only for you') : label;
}
