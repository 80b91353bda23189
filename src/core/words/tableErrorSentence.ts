import type { TableError } from '../tables/tableError';
import type { Language } from './language';
import { numberInWords } from './timeWords';

/** Why a result can't be read as a table, and what to do. */
export function tableErrorSentence({ kind, subject, line }: TableError, language: Language): string {
  const { l10n } = language;
  switch (kind) {
    case 'notATable':
      return subject === 'bin'
        ? l10n.t("The result isn't text and can't be previewed. Download it to open it.")
        : l10n.t("Results of type {0} can't be previewed. Download the result to open it.", subject.toUpperCase());
    case 'unreadable':
      return l10n.t(
        'The result looks like {0} but is damaged at line {1}. Download it to see what it contains, or replay the job.',
        subject.toUpperCase(),
        numberInWords(line ?? 1, language),
      );
    case 'tooDeep':
      return l10n.t(
        "The {0} nests values more than 1,000 levels deep at line {1}, so it can't be shown as a table.",
        subject.toUpperCase(),
        numberInWords(line ?? 1, language),
      );
    case 'rowTooLong':
      return l10n.t(
        "The row that starts at line {0} is longer than 64 MB, so it can't be shown as a table.",
        numberInWords(line ?? 1, language),
      );
    case 'noFile':
      return l10n.t("Can't read the file {0}.", subject);
  }
}
