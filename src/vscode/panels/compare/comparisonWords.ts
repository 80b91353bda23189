import * as vscode from 'vscode';
import type { ComparisonWords } from '../../../webviews/comparison/protocol';
import { commonGridWords } from '../commonGridWords';

/** The page's own texts. */
export function comparisonWords(): ComparisonWords {
  return {
    ...commonGridWords(),
    actions: vscode.l10n.t('Actions'),
    table: vscode.l10n.t('Rows that differ: {0}', '{0}'),
    sumsTable: vscode.l10n.t('Sums: {0}', '{0}'),
    search: vscode.l10n.t('Search these rows'),
    showRows: vscode.l10n.t('Rows ({0})', '{0}'),
    showSums: vscode.l10n.t('Sums ({0})', '{0}'),
    showKinds: vscode.l10n.t('Show rows'),
    allKinds: vscode.l10n.t('All'),
    kind: vscode.l10n.t({ message: 'Change', comment: ['The title of a column: what happened to a row'] }),
    kinds: {
      changed: vscode.l10n.t('Changed'),
      added: vscode.l10n.t('Added'),
      removed: vscode.l10n.t('Removed'),
    },
    kindCount: vscode.l10n.t('{0} ({1})', '{0}', '{1}'),
    shownRows: vscode.l10n.t('{0} of {1} rows', '{0}', '{1}'),
    sumOf: vscode.l10n.t('{0} ({1})', '{0}', '{1}'),
    sums: {
      column: vscode.l10n.t('Column'),
      currency: vscode.l10n.t('Currency'),
      before: vscode.l10n.t('Before'),
      after: vscode.l10n.t('After'),
      difference: vscode.l10n.t('Difference'),
      percent: vscode.l10n.t('Percent'),
    },
    noDifferences: vscode.l10n.t('No rows differ.'),
    noSums: vscode.l10n.t('The files have no columns of numbers.'),
    filterHint: vscode.l10n.t(
      'Enter part of the text. Use !text for rows without it, =text for an exact match, or = for empty cells. For numbers and dates, use >, >=, <, or <=, and & for both limits.',
    ),
    nothingFound: vscode.l10n.t('No rows match the filters.'),
  };
}
