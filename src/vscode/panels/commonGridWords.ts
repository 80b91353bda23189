import * as vscode from 'vscode';
import type { GridWords } from '../../webviews/grid/protocol';

/** The texts that all grids share. The texts about searching depend on the grid's rows. */
export function commonGridWords(): Omit<GridWords, 'search' | 'filterHint' | 'nothingFound'> {
  return {
    clearFilters: vscode.l10n.t('Clear filters'),
    rowTitles: vscode.l10n.t('Row'),
    filter: vscode.l10n.t('Filter'),
    filterColumn: vscode.l10n.t('Filter {0}', '{0}'),
    emptyCell: vscode.l10n.t('empty'),
    closeCell: vscode.l10n.t('Close'),
  };
}
