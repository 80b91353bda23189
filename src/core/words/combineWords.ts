import path from 'node:path';
import { isCombineError } from '../combine/combineError';
import type { CombinedTable, TableCounts } from '../combine/combinedTable';
import type { ScannedType } from '../combine/unitedColumns';
import type { Language } from './language';
import { numberInWords } from './timeWords';

/** The most columns and files that a message names. */
const MAX_NAMED = 3;

const TYPES: Readonly<Record<ScannedType, (l10n: Language['l10n']) => string>> = {
  text: (l10n) => l10n.t('text'),
  id: (l10n) => l10n.t('text'),
  integer: (l10n) => l10n.t('numbers'),
  decimal: (l10n) => l10n.t('numbers'),
  boolean: (l10n) => l10n.t('true and false'),
  day: (l10n) => l10n.t('dates'),
  moment: (l10n) => l10n.t('dates with times'),
};

/** Why results can't become one table. Undefined for other errors than those of combining. */
export function combineErrorInWords(error: unknown, { l10n }: Language): string | undefined {
  if (!isCombineError(error)) {
    return undefined;
  }
  const { kind, subject, suggestion } = error;
  switch (kind) {
    case 'noTable':
      return l10n.t("The results aren't combined, because none of them can be read as a table.");
    case 'unknownKey':
      return suggestion === undefined
        ? l10n.t('The results aren\'t combined, because none of them has the column "{0}" of the key.', subject)
        : l10n.t(
            'The results aren\'t combined, because none of them has the column "{0}" of the key. Did you mean "{1}"?',
            subject,
            suggestion,
          );
    case 'changing':
      return l10n.t(
        "The results aren't combined, because another program changed {0} meanwhile. Run it again.",
        subject,
      );
  }
}

/**
 * What to know of a combined table: results that are missing, or that were left out, columns that became text, and
 * replaced rows.
 */
export function combineNotesInWords(
  { mixed, met, replacedRows, unreadable }: CombinedTable,
  { wished, missing, earlier }: TableCounts,
  language: Language,
): readonly string[] {
  const { l10n } = language;
  const inWords = (count: number): string => numberInWords(count, language);
  return [
    ...(missing === 0
      ? []
      : [l10n.t('The table is incomplete: {0} of {1} results are missing.', inWords(missing), inWords(wished))]),
    ...(earlier === 0
      ? []
      : [
          l10n.t(
            "Results in the table from an earlier run, because they weren't exported again: {0}.",
            inWords(earlier),
          ),
        ]),
    ...(met === undefined
      ? []
      : [
          l10n.t(
            'The table has amounts in several currencies: {0}. The column {1} tells them apart.',
            met.currencies.join(', '),
            met.column,
          ),
        ]),
    ...mixed
      .slice(0, MAX_NAMED)
      .map(({ title, types: [one, other], files: [first, second] }) =>
        l10n.t(
          '{0} is text in the table, because it holds {1} in {2} and {3} in {4}.',
          title,
          TYPES[one](l10n),
          first,
          TYPES[other](l10n),
          second,
        ),
      ),
    ...(replacedRows === 0
      ? []
      : [l10n.t('{0} older rows with the same key are left out.', numberInWords(replacedRows, language))]),
    ...unreadable
      .slice(0, MAX_NAMED)
      .map((file) => l10n.t("{0} is left out, because it can't be read as a table.", path.basename(file))),
  ];
}
