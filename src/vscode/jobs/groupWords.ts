import * as vscode from 'vscode';
import { valueOfGroup } from '../../core/arrange/grouping';
import { daysBetween } from '../../core/daysBetween';
import type { JobEntry } from '../../core/jobs/jobEntry';
import { statusInWords, typeInWords } from './jobWords';

/** The name of a group of jobs. `first` is one of its jobs. */
export function groupName(groupId: string, first: JobEntry | undefined, nowMs: number): string {
  const value = valueOfGroup(groupId);
  switch (groupId.slice(0, groupId.indexOf(' '))) {
    case 'type':
      return typeInWords(value);
    case 'program':
      return first?.programName ?? programInWords(value);
    case 'day':
      return value === '' ? vscode.l10n.t('No date') : dayInWords(value, nowMs);
    default:
      return first === undefined ? groupId : statusInWords(first.job);
  }
}

export function programInWords(programId: string): string {
  return programId === '' ? vscode.l10n.t('No program') : vscode.l10n.t('Program {0}', programId);
}

/** `Today`, `Yesterday`, or `Monday, November 23`. Includes the year if it isn't the current one. */
function dayInWords(day: string, nowMs: number): string {
  const date = new Date(`${day}T12:00:00`);
  switch (daysBetween(date.getTime(), nowMs)) {
    case 0:
      return vscode.l10n.t('Today');
    case 1:
      return vscode.l10n.t('Yesterday');
  }
  const year = date.getFullYear() === new Date(nowMs).getFullYear() ? {} : ({ year: 'numeric' } as const);
  return new Intl.DateTimeFormat(vscode.env.language, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...year,
  }).format(date);
}
