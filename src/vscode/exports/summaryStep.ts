import * as vscode from 'vscode';
import type { Account } from '../../core/account';
import { canDo } from '../../core/jobs/jobActions';
import { type JobEntry, theirNow } from '../../core/jobs/jobEntry';
import { daysOf, otherFiltersOf, parametersOf, periodFiltersOf } from '../../core/reports/exportDraft';
import { countedAs } from '../../core/reports/clickExport';
import { EXPORT_FORMATS, type ExportFormat } from '../../core/reports/exportRequest';
import { valuesOf } from '../../core/reports/filterValues';
import type { Report } from '../../core/reports/report';
import { allowanceInWords, daysInWords, formatInWords, namedValueInWords, zoneInWords } from './exportWords';
import { statusInWords } from '../jobs/jobWords';
import { ageInWords, numberInWords } from '../words/timeWords';
import { readChoices } from './exportChoices';
import { jobOfExport } from './exportMemory';
import { draftOf, type FlowParts, type FlowState, separateDaysOf } from './flowState';
import { type Answer, type Choice, pick, type StepFrame } from './quickInputs';
import { noticeRows } from './reportStep';
import { exportsOf } from './scheduleExport';
import { withoutIcons } from '../words/withoutIcons';

export type Decision =
  /** `isCombined`: the results of several accounts also become one table. */
  | { readonly kind: 'export'; readonly isDownloaded: boolean; readonly isCombined: boolean }
  | { readonly kind: 'replay'; readonly entry: JobEntry; readonly isDownloaded: boolean }
  | { readonly kind: 'show'; readonly entry: JobEntry }
  /** Saves the export, and can also run it. */
  | { readonly kind: 'save'; readonly isRun: boolean }
  | { readonly kind: 'change'; readonly step: ChosenStep };

/** A step that the user can open from the summary. */
type ChosenStep = 'account' | 'report' | 'period' | 'filters' | 'format';

export interface SummaryFrame {
  readonly frame: StepFrame;
  /** Whether there are several accounts to choose from. */
  readonly isAccountAsked: boolean;
}

export async function askFormat(current: ExportFormat, frame: StepFrame): Promise<Answer<ExportFormat>> {
  return pick<ExportFormat>(frame, {
    placeHolder: vscode.l10n.t('Select a format'),
    load: () => EXPORT_FORMATS.map((format) => ({ label: format, description: formatInWords(format), value: format })),
    isActive: (format) => format === current,
  });
}

/** Shows everything that was selected, in rows that lead back to their steps, and asks what to do with it. */
export async function askDecision(
  parts: FlowParts,
  state: FlowState & { readonly report: Report },
  { frame, isAccountAsked }: SummaryFrame,
  schedule: (signal: AbortSignal) => Promise<void>,
): Promise<Answer<Decision>> {
  const allowance = allowanceOf(parts, state);
  const { edits } = state;
  if (edits !== undefined) {
    return pick<Decision>(frame, {
      placeHolder: vscode.l10n.t('Save, or change something first'),
      load: () => [
        ...noticeRows(state.complaints[0]?.message),
        ...noticeRows(state.notice, 'info'),
        ...editRows(edits.where, allowance),
        ...chosenRows(parts, state, isAccountAsked),
      ],
    });
  }
  const isForMany = state.others.length > 0 || separateDaysOf(parts, state).length > 0;
  const existing = isForMany ? undefined : existingJob(parts, state);
  const { isDownloaded, isCombined } = readChoices(parts.context);
  return pick<Decision>(frame, {
    placeHolder:
      existing === undefined
        ? vscode.l10n.t('Export, or change something first')
        : vscode.l10n.t(
            "impact.com already has a job with these parameters and doesn't create a second one. Replay it for newer data",
          ),
    load: () => [
      ...noticeRows(state.complaints[0]?.message),
      ...noticeRows(state.notice, 'info'),
      ...(existing === undefined
        ? newRows(allowance, isForMany, daysByLimit(parts, state))
        : existingRows(existing, state.account, allowance, parts.clock.now())),
      ...chosenRows(parts, state, isAccountAsked),
    ],
    isActive: (decision) =>
      (decision.kind === 'export' || decision.kind === 'replay') &&
      decision.isDownloaded === isDownloaded &&
      (decision.kind === 'replay' || (existing === undefined && decision.isCombined === (isForMany && isCombined))),
    onAccept: (decision, signal) => (decision.kind === 'export' ? schedule(signal) : undefined),
  });
}

function allowanceOf(parts: FlowParts, state: FlowState & { readonly report: Report }): string {
  const { account, others, report } = state;
  const used =
    others.length === 0
      ? allowanceInWords(exportsOf(parts, account.id, countedAs({ reportId: report.id })))
      : vscode.l10n.t('one export for each of {0} accounts', numberInWords(others.length + 1));
  const days = separateDaysOf(parts, state).length;
  return days === 0 ? used : `${vscode.l10n.t('one export for each of {0} days', numberInWords(days))} · ${used}`;
}

/** How many days of clicks the account can export now, and how many only on another day. */
function daysByLimit(
  parts: FlowParts,
  state: FlowState & { readonly report: Report },
): readonly [now: number, later: number] {
  const { used, limit } = exportsOf(parts, state.account.id, countedAs({ reportId: state.report.id }));
  const count = separateDaysOf(parts, state).length;
  const now = Math.min(count, Math.max(limit - used, 0));
  return [now, count - now];
}

function newRows(
  allowance: string,
  isForMany: boolean,
  days: ReturnType<typeof daysByLimit>,
): readonly Choice<Decision>[] {
  const isLater = days[1] > 0;
  const [now, later] = [numberInWords(days[0]), numberInWords(days[1])];
  const combined: Choice<Decision> = {
    label: vscode.l10n.t('$(table) Export, download, and combine into one table'),
    description: vscode.l10n.t('with columns for client and period'),
    value: { kind: 'export', isDownloaded: true, isCombined: true },
  };
  return [
    {
      label: vscode.l10n.t('$(cloud-download) Export and download when done'),
      description: isLater ? vscode.l10n.t('{0} days today, {1} on the next days', now, later) : allowance,
      value: { kind: 'export', isDownloaded: true, isCombined: false },
    },
    ...(isForMany ? [combined] : []),
    {
      label: vscode.l10n.t('$(play) Export'),
      description: isLater
        ? vscode.l10n.t("don't download now · {0} days can't be requested today", later)
        : vscode.l10n.t("don't download now"),
      value: { kind: 'export', isDownloaded: false, isCombined: false },
    },
    saveRow(),
  ];
}

function editRows(where: string, allowance: string): readonly Choice<Decision>[] {
  return [
    { label: vscode.l10n.t('$(save) Save'), description: where, value: { kind: 'save', isRun: false } },
    { label: vscode.l10n.t('$(play) Save and Run'), description: allowance, value: { kind: 'save', isRun: true } },
  ];
}

function saveRow(): Choice<Decision> {
  return {
    label: vscode.l10n.t('$(bookmark) Save this export…'),
    description: vscode.l10n.t('to run it again from Saved Exports'),
    value: { kind: 'save', isRun: false },
  };
}

function existingRows(
  entry: JobEntry,
  account: Account,
  allowance: string,
  nowMs: number,
): readonly Choice<Decision>[] {
  const age =
    entry.job.createdAt === undefined ? '' : ` · ${ageInWords(entry.job.createdAt, theirNow(entry, nowMs), 'long')}`;
  const replays: readonly Choice<Decision>[] = [
    {
      label: vscode.l10n.t('$(cloud-download) Replay and download when done'),
      description: vscode.l10n.t('same export with current data'),
      value: { kind: 'replay', entry, isDownloaded: true },
    },
    {
      label: vscode.l10n.t('$(debug-restart) Replay'),
      description: vscode.l10n.t("don't download now"),
      value: { kind: 'replay', entry, isDownloaded: false },
    },
  ];
  return [
    ...(canDo('replay', entry, account, nowMs) ? replays : []),
    {
      label: vscode.l10n.t('$(list-tree) Show existing job'),
      description: `${statusInWords(entry.job)}${age}`,
      value: { kind: 'show', entry },
    },
    {
      label: vscode.l10n.t('$(play) Export anyway'),
      description: allowance,
      value: { kind: 'export', isDownloaded: false, isCombined: false },
    },
    saveRow(),
  ];
}

function chosenRows(
  parts: FlowParts,
  state: FlowState & { readonly report: Report },
  isAccountAsked: boolean,
): readonly Choice<Decision>[] {
  const { account, others, metaData, report, format, values } = state;
  const draft = draftOf(parts, state);
  const days = daysOf(draft, parts.clock.now());
  const isEachInItsOwn = others.length > 0 && state.timeZone === undefined;
  const zone = isEachInItsOwn ? vscode.l10n.t("each account's time zone") : zoneInWords(parts, account, draft.timeZone);
  const row = (label: string, description: string, step: ChosenStep): Choice<Decision> => ({
    label: `$(edit) ${withoutIcons(label)}`,
    description: withoutIcons(description),
    value: { kind: 'change', step },
  });
  const filters = otherFiltersOf(metaData);
  const filled = filters.filter(({ queryName }) => valuesOf(values[queryName]).length > 0);
  return [
    { label: vscode.l10n.t('Change'), kind: vscode.QuickPickItemKind.Separator },
    ...(isAccountAsked ? [row(accountsLabel(others), accountsName(account, others), 'account')] : []),
    row(vscode.l10n.t('Report'), report.name, 'report'),
    ...(periodFiltersOf(metaData) === undefined
      ? []
      : [
          row(
            vscode.l10n.t('Days'),
            days === undefined ? vscode.l10n.t('none') : `${daysInWords(days)} · ${zone}`,
            'period',
          ),
        ]),
    ...filled.map((filter) =>
      row(filter.name, namedValueInWords(parts.memory, account.id, filter, values[filter.queryName]), 'filters'),
    ),
    ...(filled.length === 0 && filters.length > 0
      ? [row(vscode.l10n.t('Filters'), vscode.l10n.t('none'), 'filters')]
      : []),
    row(vscode.l10n.t('Format'), format, 'format'),
  ];
}

function accountsLabel(others: readonly Account[]): string {
  return others.length === 0 ? vscode.l10n.t('Account') : vscode.l10n.t('Accounts');
}

function accountsName(account: Account, others: readonly Account[]): string {
  return [account, ...others].map(({ name }) => name).join(', ');
}

/** The job that the same parameters created before, if it's known, even if it's too old for the list. */
function existingJob(parts: FlowParts, state: FlowState & { readonly report: Report }): JobEntry | undefined {
  const key = jobOfExport(parts.memory, state.account.id, parametersOf(draftOf(parts, state), parts.clock.now()));
  const account = parts.store.account(state.account.id);
  return account && [...account.entries.values(), ...account.history.values()].find((entry) => entry.key === key);
}
