import * as vscode from 'vscode';
import type { PreviewWords } from '../../../webviews/preview/protocol';
import { commonGridWords } from '../commonGridWords';

/** The page's own texts. */
export function previewWords(): PreviewWords {
  return {
    ...commonGridWords(),
    table: vscode.l10n.t('First rows of {0}', '{0}'),
    columnsTable: vscode.l10n.t('Columns of {0}', '{0}'),
    actions: vscode.l10n.t('Actions'),
    search: vscode.l10n.t('Search these rows'),
    showRows: vscode.l10n.t('Rows ({0})', '{0}'),
    showColumns: vscode.l10n.t('Columns ({0})', '{0}'),
    copyAllAs: {
      one: vscode.l10n.t('Copy {0} row as', '{0}'),
      other: vscode.l10n.t('Copy all {0} rows as', '{0}'),
    },
    copyCellsAs: { one: vscode.l10n.t('Copy {0} cell as', '{0}'), other: vscode.l10n.t('Copy {0} cells as', '{0}') },
    copyRowsAs: { one: vscode.l10n.t('Copy {0} row as', '{0}'), other: vscode.l10n.t('Copy {0} rows as', '{0}') },
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
    emptyNone: vscode.l10n.t('no empty values'),
    emptyOf: vscode.l10n.t('empty: {0}', '{0}'),
    distinct: vscode.l10n.t('distinct: {0}', '{0}'),
    distinctMoreThan: vscode.l10n.t('distinct: more than {0}', '{0}'),
    range: vscode.l10n.t('{0} to {1}', '{0}', '{1}'),
    bar: vscode.l10n.t('{0}: {1}', '{0}', '{1}'),
    mostFrequent: vscode.l10n.t('most frequent: {0}', '{0}'),
    otherValues: vscode.l10n.t('other values'),
    varied: vscode.l10n.t('Hardly any value repeats'),
    profile: {
      column: vscode.l10n.t('Column'),
      distribution: vscode.l10n.t('Distribution'),
      mean: vscode.l10n.t('Mean'),
      median: vscode.l10n.t('Median'),
      type: vscode.l10n.t('Type'),
      empty: vscode.l10n.t('Empty'),
      distinct: vscode.l10n.t('Distinct'),
      least: vscode.l10n.t('Minimum'),
      greatest: vscode.l10n.t('Maximum'),
    },
    noRows: vscode.l10n.t('The file contains no rows.'),
    filterHint: vscode.l10n.t(
      'Enter part of the text. Use !text for rows without it, =text for an exact match, or = for empty cells. For numbers and dates, use >, >=, <, or <=, and & for both limits.',
    ),
    nothingFound: vscode.l10n.t('No rows match the filters.'),
  };
}
