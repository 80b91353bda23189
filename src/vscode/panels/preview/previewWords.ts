import * as vscode from 'vscode';
import type { PreviewWords } from '../../../webviews/preview/protocol';
import { commonGridWords } from '../commonGridWords';

/** What the page says of its own. */
export function previewWords(): PreviewWords {
  return {
    ...commonGridWords(),
    table: vscode.l10n.t('The first rows of {0}', '{0}'),
    columnsTable: vscode.l10n.t('The columns of {0}', '{0}'),
    actions: vscode.l10n.t('Actions'),
    search: vscode.l10n.t('Search these rows'),
    showRows: vscode.l10n.t('Rows ({0})', '{0}'),
    showColumns: vscode.l10n.t('Columns ({0})', '{0}'),
    copyAllAs: vscode.l10n.t('Copy all {0} rows as', '{0}'),
    copyCellsAs: vscode.l10n.t('Copy {0} cells as', '{0}'),
    copyRowsAs: vscode.l10n.t('Copy {0} rows as', '{0}'),
    shownRows: vscode.l10n.t('{0} of {1} rows', '{0}', '{1}'),
    unnamedColumn: vscode.l10n.t('Column {0}', '{0}'),
    types: {
      integer: vscode.l10n.t('Integer'),
      decimal: vscode.l10n.t('Decimal'),
      percent: vscode.l10n.t('Percent'),
      money: vscode.l10n.t('Money'),
      date: vscode.l10n.t('Date'),
      boolean: vscode.l10n.t('Yes or no'),
      text: vscode.l10n.t('Text'),
      empty: vscode.l10n.t('Empty'),
    },
    emptyNone: vscode.l10n.t('none empty'),
    emptyOf: vscode.l10n.t('{0} empty', '{0}'),
    distinct: vscode.l10n.t('{0} distinct', '{0}'),
    distinctMoreThan: vscode.l10n.t('more than {0} distinct', '{0}'),
    range: vscode.l10n.t('{0} to {1}', '{0}', '{1}'),
    profile: {
      column: vscode.l10n.t('Column'),
      type: vscode.l10n.t('Type'),
      empty: vscode.l10n.t('Empty'),
      distinct: vscode.l10n.t('Distinct'),
      least: vscode.l10n.t('Least'),
      greatest: vscode.l10n.t('Greatest'),
    },
    noRows: vscode.l10n.t('The file holds no rows.'),
    filterHint: vscode.l10n.t(
      'Part of a text; !part for rows without it; =text for the whole cell, = for empty ones; >, >=, <, <= for numbers and dates',
    ),
    nothingFound: vscode.l10n.t('No row matches the filters.'),
  };
}
