import * as vscode from 'vscode';
import type { JobWords } from '../../core/arrange/arrangeJobs';
import type { JobFilter } from '../../core/arrange/jobFilter';
import { JOB_STATUSES } from '../../core/jobs/statuses';
import { textOrder } from '../../core/rows/textOrder';
import { programInWords } from '../jobs/groupWords';
import { statusInWords, typeInWords, workName } from '../jobs/jobWords';
import { numberInWords } from '../words/timeWords';

/** The words that jobs are searched and sorted by, the same as in their rows. */
export const JOB_WORDS: JobWords = {
  nameOf: workName,
  typeName: typeInWords,
  programName: programInWords,
  order: textOrder(vscode.env.language),
  searchText: (entry) =>
    [
      workName(entry),
      typeInWords(entry.job.type),
      statusInWords(entry.job),
      entry.programName ?? programInWords(entry.job.programId),
    ].join('\n'),
};

/** What a filter's IDs stand for. */
export interface FilterNames {
  readonly accountName: (accountId: string) => string;
  /** Undefined if it isn't known. */
  readonly programName: (programId: string) => string | undefined;
}

/** `failed · last 3 days`. */
export function filterInWords(
  { text, accounts, types, programs, statuses, days, isListedOnly }: JobFilter,
  names: FilterNames,
): string {
  return [
    ...(text.trim() === '' ? [] : [vscode.l10n.t('“{0}”', text.trim())]),
    ...accounts.map(names.accountName),
    ...statuses.map((status) => statusOfGroup(status).toLowerCase()),
    ...types.map(typeInWords),
    ...programs.map((id) => names.programName(id) ?? programInWords(id)),
    ...(days === undefined ? [] : [daysInWords(days)]),
    ...(isListedOnly ? [vscode.l10n.t('without older jobs')] : []),
  ].join(' · ');
}

export function daysInWords(days: number): string {
  return days === 1 ? vscode.l10n.t('last 24 hours') : vscode.l10n.t('last {0} days', numberInWords(days));
}

/** The status of a group, by the group's ID. */
export function statusOfGroup(groupId: string): string {
  const status = JOB_STATUSES.find((known) => known === groupId) ?? 'UNKNOWN';
  return statusInWords({ status, statusText: groupId.replace(/^UNKNOWN ?/, '') });
}

/** `Showing 12 of 240 · failed · last 3 days`. */
export function shownInWords(
  { shown, total }: { readonly shown: number; readonly total: number },
  filter: JobFilter,
  names: FilterNames,
): string {
  return `${vscode.l10n.t('Showing {0} of {1}', numberInWords(shown), numberInWords(total))} · ${filterInWords(filter, names)}`;
}
