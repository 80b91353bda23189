import { isApiError } from '../apiError';
import { isDownloadError } from '../download/downloadError';
import { errorCode } from '../files/fileError';
import { isTableError } from '../tables/tableError';
import { apiSentence } from './apiSentence';
import { downloadSentence, notPlainSentence } from './downloadSentence';
import type { Language } from './language';
import { tableErrorSentence } from './tableErrorSentence';

/**
 * The sentence for an error: what's wrong, and what to do. Loaded only after a failure. What the view shows immediately
 * is in `apiSentence`.
 */
export function sentenceFor(error: unknown, nowMs: number, language: Language): string {
  const { l10n } = language;
  if (isApiError(error)) {
    return apiSentence(error, nowMs, language);
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
