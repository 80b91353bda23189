import { EXPORT_FORMATS } from '../reports/exportRequest';
import { PERIODS } from '../reports/period';
import { PIECES } from '../reports/pieces';
import {
  COMBINED_FORMATS,
  EXISTING_JOB_RULES,
  type Expectation,
  type JsonPath,
  type SavedExportProblem,
  SAVED_EXPORTS_FILE,
} from '../savedExports/savedExport';
import type { Language } from './language';

const EXPECTED: Readonly<Record<Expectation, (l10n: Language['l10n']) => string>> = {
  document: (l10n) => l10n.t('an object with "exports" and "sets"'),
  list: (l10n) => l10n.t('a list in square brackets'),
  object: (l10n) => l10n.t('an object in curly brackets'),
  name: (l10n) => l10n.t('a name, such as {0}', '"Actions of last month"'),
  reportId: (l10n) => l10n.t('a report ID, such as {0}', '"agency_action_listing"'),
  text: (l10n) => l10n.t('text'),
  format: (l10n) => l10n.t('one of {0}', EXPORT_FORMATS.join(', ')),
  period: (l10n) => l10n.t('one of {0}, or {1}', PERIODS.join(', '), '{ "from": "2026-01-01", "to": "2026-06-30" }'),
  timeZone: (l10n) => l10n.t('a time zone, such as {0}', '"Europe/Berlin", "UTC", "-05:00"'),
  filters: (l10n) => l10n.t('an object of names and values, such as {0}', '{ "SUBAID": "4187" }'),
  filterName: (l10n) => l10n.t("a filter's query name, such as {0}", 'SUBAID'),
  filterValue: (l10n) => l10n.t('text, a number, true, false, or a list of these'),
  day: (l10n) => l10n.t('a date, such as {0}', '"2026-10-01"'),
  folder: (l10n) => l10n.t('a folder inside the results folder, such as {0}', '"monday/${date}"'),
  fileName: (l10n) => l10n.t('a file name, such as {0}', '"${report} ${date}.${ext}"'),
  account: (l10n) => l10n.t('an Account SID'),
  accounts: (l10n) =>
    l10n.t('{0}, or a list of Account SIDs and brand IDs without duplicates, such as {1}', '"all"', '["1048291"]'),
  pieces: (l10n) => l10n.t('one of {0}', PIECES.join(', ')),
  refresh: (l10n) => l10n.t('a number of pieces, such as {0}', '3'),
  combine: (l10n) => l10n.t('true, false, or an object, such as {0}', '{ "format": "Parquet", "key": ["Action_Id"] }'),
  combinedFormat: (l10n) => l10n.t('one of {0}', COMBINED_FORMATS.join(', ')),
  titles: (l10n) => l10n.t('a list of column titles without duplicates, such as {0}', '["Action_Id"]'),
  existingJob: (l10n) => l10n.t('one of {0}', EXISTING_JOB_RULES.join(', ')),
  exportNames: (l10n) => l10n.t('a list of export names without duplicates'),
  version: (l10n) => l10n.t('1. A later version of this extension might be able to read the file'),
};

/** What's wrong in a file, where, and what's expected. */
export function savedProblemInWords(problem: SavedExportProblem, { l10n }: Language): string {
  const place = pathInWords(problem.path);
  switch (problem.kind) {
    case 'syntax':
      return l10n.t('The JSON has an error here. Only the content before it is used.');
    case 'missing':
      return l10n.t('{0} is missing. Expected {1}.', place, EXPECTED[problem.expected](l10n));
    case 'wrong':
      return problem.path.length === 0
        ? l10n.t('The file contains {0}. Expected {1}.', problem.found, EXPECTED[problem.expected](l10n))
        : l10n.t("{0} can't be {1}. Expected {2}.", place, problem.found, EXPECTED[problem.expected](l10n));
    case 'unknownProperty':
      return problem.suggestion === undefined
        ? l10n.t("There's no property {0}. It's ignored.", place)
        : l10n.t('There\'s no property {0}. Did you mean "{1}"?', place, problem.suggestion);
    case 'secret':
      return l10n.t(
        '{0} looks like a secret. Remove it and sign in to accounts in VS Code, because this file is shared.',
        place,
      );
    case 'sameName':
      return l10n.t(
        '"{0}" is already the name of another export or set in this file. Give {1} its own name.',
        problem.name,
        place,
      );
    case 'noSuchExport':
      return l10n.t('{0} refers to "{1}", but this file has no such export.', place, problem.name);
    case 'notPlain':
      return l10n.t(
        "{0} isn't read, because it's a link, not a regular file, or too large. Replace it with a regular file.",
        SAVED_EXPORTS_FILE,
      );
    case 'unreadable':
      return l10n.t("{0} can't be read. Check that it's a UTF-8 text file that you may read.", SAVED_EXPORTS_FILE);
    case 'untrusted':
      return l10n.t(
        'To use {0}, trust this workspace in Manage Workspace Trust. The file decides where results go.',
        SAVED_EXPORTS_FILE,
      );
    case 'accountAndAccounts':
      return l10n.t("{0} can't be used together with {1}. Remove one of them.", place, 'account');
    case 'needs':
      return l10n.t('{0} needs {1}. Add it, or remove {0}.', place, problem.needed);
    case 'differentReports':
      return l10n.t(
        '{0} needs results of one report, but "{1}" and "{2}" export different ones. The set runs without it.',
        place,
        ...problem.exports,
      );
    case 'periodAndDates':
      return l10n.t("{0} can't be used together with a period. Remove one of them.", place);
  }
}

/** `exports[2].format`. Counts from 0, like JSON tools. */
function pathInWords(path: JsonPath): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`))
    .join('')
    .replace(/^\./, '');
}
