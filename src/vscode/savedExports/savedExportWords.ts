import * as vscode from 'vscode';
import { EXPORT_FORMATS } from '../../core/reports/exportRequest';
import { PERIODS } from '../../core/reports/period';
import { periodIn } from '../../core/reports/periodFilters';
import {
  EXISTING_JOB_RULES,
  type Expectation,
  type JsonPath,
  type SavedExport,
  type SavedExportProblem,
  SAVED_EXPORTS_FILE,
} from '../../core/savedExports/savedExport';
import { periodInWords } from '../exports/exportWords';

const EXPECTED: Readonly<Record<Expectation, () => string>> = {
  document: () => vscode.l10n.t('an object with "exports" and "sets"'),
  list: () => vscode.l10n.t('a list in square brackets'),
  object: () => vscode.l10n.t('an object in curly brackets'),
  name: () => vscode.l10n.t('a name, such as {0}', '"Actions of last month"'),
  reportId: () => vscode.l10n.t('a report ID, such as {0}', '"agency_action_listing"'),
  text: () => vscode.l10n.t('text'),
  format: () => vscode.l10n.t('one of {0}', EXPORT_FORMATS.join(', ')),
  period: () => vscode.l10n.t('one of {0}', PERIODS.join(', ')),
  timeZone: () => vscode.l10n.t('a time zone, such as {0}', '"Europe/Berlin", "UTC", "-05:00"'),
  filters: () => vscode.l10n.t('an object of names and values, such as {0}', '{ "SUBAID": "4187" }'),
  filterName: () => vscode.l10n.t("a filter's query name, such as {0}", 'SUBAID'),
  filterValue: () => vscode.l10n.t('text, a number, true, false, or a list of these'),
  day: () => vscode.l10n.t('a date, such as {0}', '"2026-10-01"'),
  folder: () => vscode.l10n.t('a folder inside the results folder, such as {0}', '"monday/${date}"'),
  fileName: () => vscode.l10n.t('a file name, such as {0}', '"${report} ${date}.${ext}"'),
  account: () => vscode.l10n.t('an Account SID'),
  existingJob: () => vscode.l10n.t('one of {0}', EXISTING_JOB_RULES.join(', ')),
  exportNames: () => vscode.l10n.t('a list of export names without duplicates'),
  version: () => vscode.l10n.t('1. A later version of this extension might be able to read the file'),
};

/** What's wrong in a file, where, and what's expected. */
export function savedProblemInWords(problem: SavedExportProblem): string {
  const place = pathInWords(problem.path);
  switch (problem.kind) {
    case 'syntax':
      return vscode.l10n.t('The JSON has an error here. Only the content before it is used.');
    case 'missing':
      return vscode.l10n.t('{0} is missing. Expected {1}.', place, EXPECTED[problem.expected]());
    case 'wrong':
      return problem.path.length === 0
        ? vscode.l10n.t('The file contains {0}. Expected {1}.', problem.found, EXPECTED[problem.expected]())
        : vscode.l10n.t("{0} can't be {1}. Expected {2}.", place, problem.found, EXPECTED[problem.expected]());
    case 'unknownProperty':
      return problem.suggestion === undefined
        ? vscode.l10n.t("There's no property {0}. It's ignored.", place)
        : vscode.l10n.t('There\'s no property {0}. Did you mean "{1}"?', place, problem.suggestion);
    case 'secret':
      return vscode.l10n.t(
        '{0} looks like a secret. Remove it and sign in to accounts in VS Code, because this file is shared.',
        place,
      );
    case 'sameName':
      return vscode.l10n.t(
        '"{0}" is already the name of another export or set in this file. Give {1} its own name.',
        problem.name,
        place,
      );
    case 'noSuchExport':
      return vscode.l10n.t('{0} refers to "{1}", but this file has no such export.', place, problem.name);
    case 'notPlain':
      return vscode.l10n.t(
        "{0} isn't read, because it's a link, not a regular file, or too large. Replace it with a regular file.",
        SAVED_EXPORTS_FILE,
      );
    case 'untrusted':
      return vscode.l10n.t(
        'To use {0}, trust this workspace in Manage Workspace Trust. The file decides where results go.',
        SAVED_EXPORTS_FILE,
      );
    case 'periodAndDates':
      return vscode.l10n.t("{0} can't be used together with a period. Remove one of them.", place);
  }
}

/** `exports[2].format`. Counts from 0, like JSON tools. */
function pathInWords(path: JsonPath): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`))
    .join('')
    .replace(/^\./, '');
}

/** What a saved export downloads: `Action Listing · Last month · JSON`. Omits CSV, the default. */
export function savedExportInWords({
  name,
  reportId,
  reportName = reportId,
  period,
  filters,
  format,
}: SavedExport): string {
  const fixed = periodIn(filters);
  const days = fixed === undefined ? '' : `${fixed.start} – ${fixed.end}`;
  const parts = [
    reportName === name ? '' : reportName,
    period === undefined ? days : periodInWords(period),
    format === 'CSV' ? '' : format,
  ];
  return parts.filter((part) => part !== '').join(' · ');
}
