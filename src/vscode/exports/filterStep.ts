import * as vscode from 'vscode';
import { otherFiltersOf } from '../../core/reports/exportDraft';
import { type FilterValue, type Filters, valuesOf } from '../../core/reports/filterValues';
import type { ReportFilter } from '../../core/reports/report';
import { namedValueInWords } from './exportWords';
import { askValue } from './filterValueStep';
import type { FlowParts, FlowState } from './flowState';
import { type Answer, type Choice, pick, type StepFrame } from './quickInputs';
import { withoutIcons } from '../words/withoutIcons';
import { plural } from '../words/plural';

type Row = { readonly kind: 'continue' } | { readonly kind: 'filter'; readonly filter: ReportFilter };

const CLEAR: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('close'), tooltip: vscode.l10n.t('Clear') };

/** Asks for the filters except those of the period. Shows a list of filters to set; its first row continues. */
export async function askFilters(
  parts: FlowParts,
  { account, metaData, values: given, complaints }: FlowState,
  frame: StepFrame,
): Promise<Answer<Filters>> {
  const filters = otherFiltersOf(metaData);
  let values = given;
  let open = complaints.filter(({ field }) => filters.some(({ queryName }) => queryName === field));
  let last: string | undefined;
  for (;;) {
    const [complaint] = open;
    let filter = filters.find(({ queryName }) => queryName === complaint?.field);
    if (filter === undefined) {
      const answer = await pick<Row>(frame, {
        placeHolder: filters.some(({ isRequired }) => isRequired)
          ? vscode.l10n.t('Select filters')
          : vscode.l10n.t('Select filters (optional)'),
        load: () =>
          filterRows(filters, values, (filter, value) => namedValueInWords(parts.memory, account.id, filter, value)),
        isActive: (row) =>
          last === undefined ? row.kind === 'continue' : row.kind === 'filter' && row.filter.queryName === last,
        onButton: (row) => row.kind === 'filter' && (values = { ...values, [row.filter.queryName]: '' }),
      });
      if (answer.kind === 'back') {
        return { kind: 'back', changed: values };
      }
      if (answer.kind === 'closed') {
        return answer;
      }
      filter =
        answer.value.kind === 'filter'
          ? answer.value.filter
          : filters.find(({ isRequired, queryName }) => isRequired && valuesOf(values[queryName]).length === 0);
      if (filter === undefined) {
        return { kind: 'answer', value: values };
      }
    }
    const value = await askValue(
      parts,
      account.id,
      filter,
      values[filter.queryName] ?? '',
      { ...frame, canGoBack: true },
      complaint?.message,
    );
    if (value.kind === 'closed') {
      return value;
    }
    last = value.kind === 'answer' ? undefined : filter.queryName;
    values = value.kind === 'answer' ? { ...values, [filter.queryName]: value.value } : values;
    open = open.slice(1);
  }
}

function filterRows(
  filters: readonly ReportFilter[],
  values: Filters,
  inWords: (filter: ReportFilter, value: FilterValue | undefined) => string,
): readonly Choice<Row>[] {
  const isSet = ({ queryName }: ReportFilter): boolean => valuesOf(values[queryName]).length > 0;
  const count = filters.filter(isSet).length;
  return [
    {
      label: vscode.l10n.t('$(arrow-right) Continue'),
      description: countInWords(count),
      value: { kind: 'continue' },
    },
    { label: vscode.l10n.t('Filters'), kind: vscode.QuickPickItemKind.Separator },
    ...filters.map((filter): Choice<Row> => {
      return {
        label: `$(${isSet(filter) ? 'filter-filled' : 'filter'}) ${withoutIcons(filter.name)}`,
        description: withoutIcons(
          isSet(filter) || !filter.isRequired ? inWords(filter, values[filter.queryName]) : vscode.l10n.t('required'),
        ),
        value: { kind: 'filter', filter },
        ...(isSet(filter) && { buttons: [CLEAR] }),
      };
    }),
  ];
}

function countInWords(count: number): string {
  return count === 0
    ? vscode.l10n.t('without filters')
    : plural(count, vscode.l10n.t('with {0} filter', count), vscode.l10n.t('with {0} filters', count));
}
