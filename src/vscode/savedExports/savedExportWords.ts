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

/** What's wrong, in a few words for a narrow row: `Missing: reportId`. */
export function problemInBrief(problem: SavedExportProblem): string {
  const part = String(problem.path.at(-1) ?? '');
  switch (problem.kind) {
    case 'syntax':
      return vscode.l10n.t('JSON error');
    case 'missing':
      return vscode.l10n.t('Missing: {0}', part);
    case 'wrong':
      return part === '' ? vscode.l10n.t('Wrong value') : vscode.l10n.t('Wrong value: {0}', part);
    case 'unknownProperty':
      return vscode.l10n.t('Unknown property: {0}', part);
    case 'secret':
      return vscode.l10n.t('Secret: {0}', part);
    case 'sameName':
      return vscode.l10n.t('Name used twice');
    case 'noSuchExport':
      return vscode.l10n.t('No such export: {0}', problem.name);
    case 'accountAndAccounts':
    case 'needs':
    case 'differentReports':
    case 'periodAndDates':
      return vscode.l10n.t('Conflict: {0}', part);
    case 'unreadable':
    case 'notPlain':
      return vscode.l10n.t('Unreadable file');
    case 'untrusted':
      return vscode.l10n.t('Workspace not trusted');
  }
}

/**
 * What a saved export downloads: `Action Listing · Nordlicht Outdoor · Last month · JSON`. Omits CSV, the default.
 * `programs`: the names of its programs, if they are known.
 */
export function savedExportInWords(
  { name, reportId, reportName = reportId, period, filters, format, accounts, pieces }: SavedExport,
  programs = '',
): string {
  const fixed = periodIn(filters);
  const days = fixed === undefined ? '' : `${fixed.start} – ${fixed.end}`;
  const parts = [
    reportName === name ? '' : reportName,
    programs,
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

/** How long pieces are, as an adverb. */
export function piecesInWords(pieces: PieceLength): string {
  const words: Readonly<Record<PieceLength, string>> = {
    day: vscode.l10n.t('day by day'),
    week: vscode.l10n.t('week by week'),
    month: vscode.l10n.t('month by month'),
  };
  return words[pieces];
}

/** A name that tells an export from others of the same report: `Action Listing, Nordlicht Outdoor, 6 accounts`. */
export function suggestedName(
  { reportId, reportName = reportId, account, accounts }: Omit<SavedExport, 'name'>,
  programs: string,
  nameOfAccount: (ref: string) => string,
): string {
  const several = accounts === 'all' ? [] : (accounts ?? []);
  const [only, ...others] = account === undefined ? several : [account];
  const oneAccount = only === undefined || others.length > 0 ? undefined : nameOfAccount(only);
  const parts = [reportName, programs, oneAccount ?? (accounts === undefined ? '' : accountsInWords(accounts))];
  return parts.filter((part) => part !== '').join(', ');
}

/** Which file an export is saved in. Empty for the only one of the workspace. */
export function sourceInWords({ kind, label = '' }: SavedSource): string {
  return kind === 'user' ? vscode.l10n.t('only for you') : label;
}
