import * as vscode from 'vscode';
import { periodIn } from '../../core/reports/periodFilters';
import type { SavedExport, SavedExportProblem } from '../../core/savedExports/savedExport';
import * as core from '../../core/words/savedProblemInWords';
import { periodInWords } from '../exports/exportWords';
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
}: SavedExport): string {
  const fixed = periodIn(filters);
  const days = fixed === undefined ? '' : `${fixed.start} – ${fixed.end}`;
  const parts = [
    reportName === name ? '' : reportName,
    period === undefined ? days : periodInWords(period),
    format === 'CSV' ? '' : format,
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

/** Which file an export is saved in. Empty for the only one of the workspace. */
export function sourceInWords({ kind, label = '' }: SavedSource): string {
  return kind === 'user' ? vscode.l10n.t('only for you') : label;
}
