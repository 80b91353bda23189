import { type ApiError, isApiError } from '../apiError';
import { isDownloadError } from '../download/downloadError';
import { plainText } from '../api/plainText';
import { errorCode } from '../files/fileError';
import { BEFORE_FIRST_CLICKS, CLICK_FILTERS } from '../reports/clickExport';
import { isTableError } from '../tables/tableError';
import { apiSentence } from './apiSentence';
import { downloadSentence, notPlainSentence } from './downloadSentence';
import type { Language } from './language';
import { tableErrorSentence } from './tableErrorSentence';

const MAX_FIELD_CHARS = 60;

/**
 * The sentence for an error: what's wrong, and what to do. Loaded only after a failure. What the view shows immediately
 * is in `apiSentence`.
 */
export function sentenceFor(error: unknown, nowMs: number, language: Language): string {
  const { l10n } = language;
  if (isApiError(error)) {
    return requestSentence(error, language) ?? apiSentence(error, nowMs, language);
  }
  if (isDownloadError(error)) {
    return downloadSentence(error, language);
  }
  if (isTableError(error)) {
    return tableErrorSentence(error, language);
  }
  if (isFileError(error, 'ENOTPLAIN')) {
    return notPlainSentence(error.path, language);
  }
  if (isFileError(error, 'ELOCKED')) {
    return l10n.t('{0} is locked by another window. If no other window is open, delete it and try again.', error.path);
  }
  return error instanceof Error && error.message !== ''
    ? error.message
    : l10n.t('Something went wrong. See the log for details.');
}

/** Compares the shape, not the class, because each lazily loaded bundle has its own copy of the class. */
function isFileError(error: unknown, code: string): error is Error & { readonly path: string } {
  return error instanceof Error && errorCode(error) === code;
}

/** The sentence for an error that a list of jobs never has. Undefined for any other. */
function requestSentence(error: ApiError, language: Language): string | undefined {
  const { l10n } = language;
  const said = error.serverMessage === undefined ? '' : ` ${l10n.t('impact.com says: {0}', error.serverMessage)}`;
  switch (error.kind) {
    case 'notFound':
      return l10n.t("impact.com doesn't know this job or no longer keeps its file.") + said;
    case 'unknownReport':
      return l10n.t("This account doesn't have this report. Choose another one, or correct the report's ID.") + said;
    case 'noClicks':
      return noClicksSentence(error, language);
    default:
      return undefined;
  }
}

function noClicksSentence({ fields: [wrong] }: ApiError, { l10n }: Language): string {
  switch (wrong?.field) {
    case CLICK_FILTERS.program:
      return l10n.t('The clicks of a brand need one program. Set the filter {0} to its ID.', CLICK_FILTERS.program);
    case CLICK_FILTERS.day:
      return l10n.t('A click export is for one day after {0}. For several days, use a period.', BEFORE_FIRST_CLICKS);
    case CLICK_FILTERS.isUnique:
      return l10n.t('The filter {0} must be {1} or {2}.', CLICK_FILTERS.isUnique, 'true', 'false');
    case undefined:
      return l10n.t(
        'impact.com exports clicks only for brands and partners. For an agency, export those of its brands.',
      );
    default:
      return l10n.t(
        "Clicks can't be filtered by {0} here. Remove this filter.",
        plainText(wrong?.field ?? '', MAX_FIELD_CHARS),
      );
  }
}
