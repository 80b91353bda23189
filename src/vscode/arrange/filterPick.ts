import * as vscode from 'vscode';
import type { ArrangedJobs } from '../../core/arrange/arrangedJobs';
import { daysReached, type Facet, facetsOf } from '../../core/arrange/facets';
import { type JobFilter, NO_FILTER } from '../../core/arrange/jobFilter';
import type { JobEntry } from '../../core/jobs/jobEntry';
import { daysInWords, statusOfGroup } from './arrangementWords';
import { programInWords } from '../jobs/groupWords';
import { typeInWords } from '../jobs/jobWords';
import { numberInWords } from '../words/timeWords';
import { withoutIcons } from '../words/withoutIcons';
import { plural } from '../words/plural';

interface FilterItem extends vscode.QuickPickItem {
  readonly field?: keyof JobFilter;
  readonly value?: string;
}

export interface FilterPickOptions {
  readonly arranged: ArrangedJobs;
  readonly entries: readonly JobEntry[];
  /** The names of the accounts, by ID. */
  readonly accountNames: ReadonlyMap<string, string>;
  readonly lookbackDays: number;
  readonly nowMs: number;
}

/**
 * Shows one list of all filters, in which the user can check several or type text to search for. The view changes
 * immediately, and changes back if the user leaves the list without an answer.
 */
export async function pickFilter({ arranged, ...jobs }: FilterPickOptions): Promise<void> {
  const { filter: before } = arranged.arrangement;
  const pick = vscode.window.createQuickPick<FilterItem>();
  const clear: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon('clear-all'),
    tooltip: vscode.l10n.t('Clear Filter'),
  };
  pick.canSelectMany = true;
  pick.placeholder = vscode.l10n.t('Select filters, or type text to search');
  pick.items = itemsOf(before, jobs);
  pick.selectedItems = pick.items.filter((item) => isChecked(before, item));
  pick.buttons = [clear];
  let checked = pick.selectedItems;
  /** Whether the typed text is a search. It isn't if it only served to find an item in this list. */
  let isTextMeant = false;
  const show = (filter: JobFilter): void => {
    arranged.arrange({ filter });
    const { shown, total } = arranged.counts;
    pick.title = vscode.l10n.t('Filter Jobs: {0} of {1}', numberInWords(shown), numberInWords(total));
  };
  show(before);
  const isAccepted = await new Promise<boolean>((resolve) => {
    pick.onDidChangeValue((value) => {
      isTextMeant = value.trim() !== '';
    });
    pick.onDidChangeSelection((items) => {
      if (items.length === checked.length && items.every((item) => checked.includes(item))) {
        return;
      }
      const added = items.filter((item) => !checked.includes(item));
      checked = withOneOfDays(items, added);
      if (checked.length !== items.length) {
        pick.selectedItems = checked;
      }
      isTextMeant = false;
      show(filterOf(checked));
    });
    pick.onDidTriggerButton(() => {
      pick.value = '';
      checked = [];
      pick.selectedItems = checked;
      show(NO_FILTER);
    });
    pick.onDidAccept(() => {
      if (isTextMeant) {
        arranged.arrange({ filter: { ...filterOf(checked), text: pick.value.trim() } });
      }
      resolve(true);
      pick.hide();
    });
    pick.onDidHide(() => resolve(false));
    pick.show();
  });
  pick.dispose();
  if (!isAccepted) {
    arranged.arrange({ filter: before });
  }
}

function itemsOf(
  filter: JobFilter,
  { entries, accountNames, lookbackDays, nowMs }: Omit<FilterPickOptions, 'arranged'>,
): readonly FilterItem[] {
  const { accounts, statuses, types, programs } = facetsOf(entries);
  // Another account might not know the name of the same program.
  const programNames = new Map(
    entries.flatMap(({ job, programName }) => (programName === undefined ? [] : [[job.programId, programName]])),
  );
  const days = [
    ...new Set([...daysReached(entries, lookbackDays, nowMs), ...(filter.days === undefined ? [] : [filter.days])]),
  ].sort((a, b) => a - b);
  const item = (field: keyof JobFilter, value: string, label: string, description = ''): FilterItem => ({
    field,
    value,
    label: withoutIcons(label),
    description,
  });
  const counted = (
    field: keyof JobFilter,
    facets: readonly Facet[],
    chosen: readonly string[],
    nameOf: (value: string) => string,
  ): FilterItem[] =>
    [
      ...facets,
      ...chosen.filter((value) => !facets.some((facet) => facet.value === value)).map((value) => ({ value, count: 0 })),
    ].map(({ value, count }) =>
      item(
        field,
        value,
        nameOf(value),
        plural(count, vscode.l10n.t('{0} job', numberInWords(count)), vscode.l10n.t('{0} jobs', numberInWords(count))),
      ),
    );
  return [
    ...section(
      vscode.l10n.t('Text'),
      filter.text === '' ? [] : [item('text', filter.text, vscode.l10n.t('“{0}”', filter.text))],
    ),
    ...section(
      vscode.l10n.t('Account'),
      accountNames.size > 1 || filter.accounts.length > 0
        ? counted('accounts', accounts, filter.accounts, (id) => accountNames.get(id) ?? id)
        : [],
    ),
    ...section(vscode.l10n.t('Status'), counted('statuses', statuses, filter.statuses, statusOfGroup)),
    ...section(
      vscode.l10n.t('Last changed'),
      days.map((count) => item('days', String(count), daysInWords(count))),
    ),
    ...section(
      vscode.l10n.t('History'),
      entries.some(({ lastSeenAtMs }) => lastSeenAtMs !== undefined) || filter.isListedOnly
        ? [item('isListedOnly', '', vscode.l10n.t('only jobs still in the list'))]
        : [],
    ),
    ...section(vscode.l10n.t('Type'), counted('types', types, filter.types, typeInWords)),
    ...section(
      vscode.l10n.t('Program'),
      counted('programs', programs, filter.programs, (id) => programNames.get(id) ?? programInWords(id)),
    ),
  ];
}

function section(title: string, items: readonly FilterItem[]): readonly FilterItem[] {
  return items.length === 0 ? [] : [{ label: title, kind: vscode.QuickPickItemKind.Separator }, ...items];
}

function isChecked(filter: JobFilter, { field, value = '' }: FilterItem): boolean {
  switch (field) {
    case undefined:
      return false;
    case 'text':
      return true;
    case 'isListedOnly':
      return filter.isListedOnly;
    case 'days':
      return String(filter.days) === value;
    default:
      return filter[field].includes(value);
  }
}

/** The items with only one number of days, the one that was checked last. */
function withOneOfDays(items: readonly FilterItem[], added: readonly FilterItem[]): readonly FilterItem[] {
  const last = added.find(({ field }) => field === 'days');
  return last === undefined ? items : items.filter((item) => item.field !== 'days' || item === last);
}

function filterOf(items: readonly FilterItem[]): JobFilter {
  const values = (field: keyof JobFilter): string[] =>
    items.filter((item) => item.field === field).map(({ value = '' }) => value);
  const [days] = values('days');
  return {
    text: values('text').join(' '),
    accounts: values('accounts'),
    types: values('types'),
    programs: values('programs'),
    statuses: values('statuses'),
    days: days === undefined ? undefined : Number(days),
    isListedOnly: items.some(({ field }) => field === 'isListedOnly'),
  };
}
