import * as vscode from 'vscode';
import type { TableWords } from '../../../webviews/table/protocol';
import { commonGridWords } from '../commonGridWords';
import { tableActionViews } from './tableActions';
import { columnViews } from './tableColumns';

/** The page's own texts. */
export function tableWords(): TableWords {
  return {
    ...commonGridWords(),
    table: vscode.l10n.t('Jobs'),
    heading: vscode.l10n.t('Impact Jobs'),
    columns: columnViews(),
    actions: tableActionViews(),
    chooseColumns: vscode.l10n.t('Columns'),
    search: vscode.l10n.t('Search jobs'),
    countAll: { one: vscode.l10n.t('{0} job', '{0}'), other: vscode.l10n.t('{0} jobs', '{0}') },
    countShown: vscode.l10n.t('Showing {0} of {1} jobs', '{0}', '{1}'),
    countPicked: vscode.l10n.t('Selected: {0}', '{0}'),
    nonePicked: vscode.l10n.t('Select jobs to see what you can do with them.'),
    clearPicked: vscode.l10n.t('Clear selection'),
    pickedActions: vscode.l10n.t('Actions for the selected jobs'),
    filterHint: vscode.l10n.t(
      'Enter part of the text. Use !text for jobs without it, or =text for an exact match. For numbers, dates (2026-11-24), and durations (5 m), you can also use > and <.',
    ),
    nothingFound: vscode.l10n.t('No jobs match the filters.'),
  };
}
