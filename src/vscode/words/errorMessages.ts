import * as vscode from 'vscode';
import { isApiError } from '../../core/apiError';
import { isDownloadError } from '../../core/download/downloadError';
import { errorCode } from '../../core/files/fileError';
import { isTableError } from '../../core/tables/tableError';
import { apiSentence } from './apiSentence';
import { downloadSentence, notPlainSentence } from './downloadSentence';
import { tableErrorSentence } from './tableWords';

/**
 * The sentence for an error: what's wrong, and what to do. Loaded only after a failure. What the view shows immediately
 * is in `apiSentence`.
 */
export function sentenceFor(error: unknown, nowMs: number): string {
  if (isApiError(error)) {
    return apiSentence(error, nowMs);
  }
  if (isDownloadError(error)) {
    return downloadSentence(error);
  }
  if (isTableError(error)) {
    return tableErrorSentence(error);
  }
  if (isFileError(error, 'ENOTPLAIN')) {
    return notPlainSentence(error.path);
  }
  if (isFileError(error, 'ELOCKED')) {
    return vscode.l10n.t(
      '{0} is locked by another window. If no other window is open, delete it and try again.',
      error.path,
    );
  }
  return error instanceof Error && error.message !== ''
    ? error.message
    : vscode.l10n.t('Something went wrong. See the log for details.');
}

/** Compares the shape, not the class, because each lazily loaded bundle has its own copy of the class. */
function isFileError(error: unknown, code: string): error is Error & { readonly path: string } {
  return error instanceof Error && errorCode(error) === code;
}
