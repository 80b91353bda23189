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
import { periodInWords } from './exportWords';

const EXPECTED: Readonly<Record<Expectation, () => string>> = {
  document: () => vscode.l10n.t('an object with "exports" and "sets"'),
  list: () => vscode.l10n.t('a list in square brackets'),
  object: () => vscode.l10n.t('an object in curly brackets'),
  name: () => vscode.l10n.t('a name, such as {0}', '"Actions of last month"'),
  reportId: () => vscode.l10n.t('the ID of a report, such as {0}', '"agency_action_listing"'),
  text: () => vscode.l10n.t('a text'),
  format: () => vscode.l10n.t('one of {0}', EXPORT_FORMATS.join(', ')),
  period: () => vscode.l10n.t('one of {0}', PERIODS.join(', ')),
  timeZone: () => vscode.l10n.t('a time zone, such as {0}', '"Europe/Berlin", "UTC", "-05:00"'),
  filters: () => vscode.l10n.t('an object of names and values, such as {0}', '{ "SUBAID": "4187" }'),
  filterName: () => vscode.l10n.t("a filter's query name in capitals, such as {0}", 'SUBAID'),
  filterValue: () => vscode.l10n.t('a text, a number, true or false'),
  day: () => vscode.l10n.t('a day, such as {0}', '"2026-10-01"'),
  folder: () => vscode.l10n.t('a folder inside the folder of results, such as {0}', '"monday/${date}"'),
  fileName: () => vscode.l10n.t('a file name, such as {0}', '"${report} ${date}.${ext}"'),
  account: () => vscode.l10n.t('an Account SID'),
  existingJob: () => vscode.l10n.t('one of {0}', EXISTING_JOB_RULES.join(', ')),
  exportNames: () => vscode.l10n.t('a list of names of exports, each once'),
  version: () => vscode.l10n.t('1: a later version of this extension may read the file'),
};

/** What is wrong in a file, where, and what would be right. */
export function savedProblemInWords(problem: SavedExportProblem): string {
  const place = pathInWords(problem.path);
  switch (problem.kind) {
    case 'syntax':
      return vscode.l10n.t('The JSON is broken here: what comes before is used.');
    case 'missing':
      return vscode.l10n.t('{0} is missing: it takes {1}.', place, EXPECTED[problem.expected]());
    case 'wrong':
      return problem.path.length === 0
        ? vscode.l10n.t('The file holds {0}: it takes {1}.', problem.found, EXPECTED[problem.expected]())
        : vscode.l10n.t('{0} cannot be {1}: it takes {2}.', place, problem.found, EXPECTED[problem.expected]());
    case 'unknownProperty':
      return problem.suggestion === undefined
        ? vscode.l10n.t('There is no property {0}: it is passed over.', place)
        : vscode.l10n.t('There is no property {0}: did you mean "{1}"?', place, problem.suggestion);
    case 'secret':
      return vscode.l10n.t(
        '{0} looks like something secret. Take it out: accounts are signed in to in VS Code, and this file is shared.',
        place,
      );
    case 'sameName':
      return vscode.l10n.t(
        '"{0}" is the name of another export or set of this file: {1} takes one of its own.',
        problem.name,
        place,
      );
    case 'noSuchExport':
      return vscode.l10n.t('{0} names "{1}", and there is no such export in this file.', place, problem.name);
    case 'untrusted':
      return vscode.l10n.t(
        'Manage Workspace Trust to use {0}: it says where results go, and this workspace is not trusted.',
        SAVED_EXPORTS_FILE,
      );
    case 'periodAndDates':
      return vscode.l10n.t('{0} and a period: take one of them out.', place);
  }
}

/** `exports[2].format`, counted from 0 as JSON's tools do. */
function pathInWords(path: JsonPath): string {
  return path.map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`)).join('');
}

/** What a saved export brings: `Action Listing · Last month · JSON`. CSV goes without saying. */
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
