import * as vscode from 'vscode';
import type { PeriodId } from '../../core/reports/period';
import { periodIn } from '../../core/reports/periodFilters';
import type { Filters } from '../../core/reports/filterValues';
import { pickRow } from '../pickRow';
import { periodInWords } from './exportWords';

/** Asks which of the relative periods is meant, or the days themselves. Undefined if the user closes the list. */
export async function askForPeriod(
  periods: readonly PeriodId[],
  filters: Filters,
  placeHolder: string,
): Promise<{ readonly period: PeriodId | undefined } | undefined> {
  const { start = '', end = '' } = periodIn(filters) ?? {};
  const items: (vscode.QuickPickItem & { readonly period: PeriodId | undefined })[] = [
    ...periods.map((period) => ({
      label: periodInWords(period),
      description: vscode.l10n.t('updated for each run'),
      period,
    })),
    {
      label: start === end ? start : vscode.l10n.t('{0} to {1}', start, end),
      description: vscode.l10n.t('the same days for each run'),
      period: undefined,
    },
  ];
  return pickRow(items, { placeHolder });
}
