import * as vscode from 'vscode';
import { otherFiltersOf } from '../../core/reports/exportDraft';
import { problemOf } from '../../core/reports/filterValue';
import type { ReportFilter } from '../../core/reports/report';
import { problemInWords, valueInWords } from './exportWords';
import type { FlowParts, FlowState } from './flowState';
import { type Answer, askText, type Choice, pick, type StepFrame } from './quickInputs';
import { noticeRows } from './reportStep';
import { withoutIcons } from '../words/withoutIcons';
import { plural } from '../words/plural';

type Row = { readonly kind: 'continue' } | { readonly kind: 'filter'; readonly filter: ReportFilter };

const CLEAR: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('close'), tooltip: vscode.l10n.t('Clear') };

/** The filters beside the period's: a list to set any of them from, whose first row goes on. */
export async function askFilters(
  parts: FlowParts,
  { account, metaData, values: given, complaints }: FlowState,
  frame: StepFrame,
): Promise<Answer<Readonly<Record<string, string>>>> {
  const filters = otherFiltersOf(metaData);
  let values = given;
  let open = complaints.filter(({ field }) => filters.some(({ queryName }) => queryName === field));
  let last: string | undefined;
  for (;;) {
    const [complaint] = open;
    let filter = filters.find(({ queryName }) => queryName === complaint?.field);
    if (filter === undefined) {
      const answer = await pick<Row>(frame, {
        placeHolder: vscode.l10n.t('Select filters (optional)'),
        load: () => filterRows(filters, values),
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
      if (answer.value.kind === 'continue') {
        return { kind: 'answer', value: values };
      }
      filter = answer.value.filter;
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
  values: Readonly<Record<string, string>>,
): readonly Choice<Row>[] {
  const count = filters.filter(({ queryName }) => values[queryName]).length;
  return [
    {
      label: vscode.l10n.t('$(arrow-right) Continue'),
      description: countInWords(count),
      value: { kind: 'continue' },
    },
    { label: vscode.l10n.t('Filters'), kind: vscode.QuickPickItemKind.Separator },
    ...filters.map((filter): Choice<Row> => {
      const value = values[filter.queryName] ?? '';
      return {
        label: `$(${value === '' ? 'filter' : 'filter-filled'}) ${withoutIcons(filter.name)}`,
        description: withoutIcons(valueInWords(filter, value)),
        value: { kind: 'filter', filter },
        ...(value === '' ? {} : { buttons: [CLEAR] }),
      };
    }),
  ];
}

async function askValue(
  parts: FlowParts,
  accountId: string,
  filter: ReportFilter,
  value: string,
  frame: StepFrame,
  complaint: string | undefined,
): Promise<Answer<string>> {
  const title = vscode.l10n.t('{0}: {1}', frame.title, filter.name);
  if (filter.type === 'boolean') {
    return pick(
      { ...frame, title },
      {
        placeHolder: complaint ?? filter.name,
        load: () => [
          ...noticeRows(complaint),
          ...['', 'true', 'false'].map((choice) => ({ label: valueInWords(filter, choice), value: choice })),
        ],
        isActive: (choice) => choice === value,
      },
    );
  }
  const programs = isProgram(filter) ? programsOf(parts, accountId) : [];
  const validate = (text: string): string | undefined => {
    const problem = problemOf(filter, text);
    return problem && problemInWords(problem);
  };
  if (programs.length > 0 && complaint === undefined) {
    return pick(
      { ...frame, title },
      {
        placeHolder: vscode.l10n.t('Select a program from the jobs in the list, or type a program ID'),
        load: () => [
          { label: valueInWords(filter, ''), value: '' },
          ...programs.map((program) => ({ label: withoutIcons(program), value: program })),
        ],
        typed: (text) =>
          text === '' || programs.includes(text) || validate(text) !== undefined
            ? undefined
            : { label: withoutIcons(text), value: text, alwaysShow: true },
        isActive: (choice) => choice === value,
      },
    );
  }
  return askText({ ...frame, title }, { prompt: promptFor(filter.type), value, problem: complaint, validate });
}

/** A program is called `SUBAID` in reports of agencies and brands, and a campaign in those of partners. */
function isProgram({ queryName }: ReportFilter): boolean {
  return /^(SUBAID|PROGRAM(_ID)?|CAMPAIGN(_ID)?)$/.test(queryName);
}

/** The programs of the account's jobs, those of the newest first. */
function programsOf({ store }: FlowParts, accountId: string): readonly string[] {
  const entries = [...(store.account(accountId)?.entries.values() ?? [])];
  return [...new Set(entries.map(({ job }) => job.programId).filter((program) => program !== ''))];
}

function countInWords(count: number): string {
  return count === 0
    ? vscode.l10n.t('without filters')
    : plural(count, vscode.l10n.t('with {0} filter', count), vscode.l10n.t('with {0} filters', count));
}

function promptFor(type: ReportFilter['type']): string {
  if (type === 'date') {
    return vscode.l10n.t('A date, such as {0}. Leave empty for any date.', '2026-11-24');
  }
  return type === 'text'
    ? vscode.l10n.t('Text. Leave empty for any text.')
    : vscode.l10n.t('A number. Leave empty for any number.');
}
