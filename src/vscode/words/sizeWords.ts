import * as vscode from 'vscode';
import { sizeNoteOf } from '../../core/savedExports/resultSize';
import { bytesInWords } from './timeWords';

/**
 * Says that a result is empty, or far smaller than the last one of the same export. Undefined for any other. `rows` is
 * undefined if they weren't counted.
 */
export function sizeInWords(
  name: string,
  { bytes, rows }: { readonly bytes: number; readonly rows: number | undefined },
  lastBytes: number | undefined,
): string | undefined {
  switch (sizeNoteOf({ bytes, rows }, lastBytes)) {
    case 'empty':
      return vscode.l10n.t('The result of {0} is empty.', name);
    case 'farSmaller':
      return vscode.l10n.t(
        'The result of {0} is far smaller than the last one: {1} instead of {2}.',
        name,
        bytesInWords(bytes),
        bytesInWords(lastBytes ?? 0),
      );
    case undefined:
      return undefined;
  }
}
