import { sizeNoteOf } from '../savedExports/resultSize';
import type { Language } from './language';
import { bytesInWords } from './timeWords';

/**
 * Says that a result is empty, or far smaller than the last one of the same export. Undefined for any other. `rows` is
 * undefined if they weren't counted.
 */
export function sizeSentence(
  name: string,
  { bytes, rows }: { readonly bytes: number; readonly rows: number | undefined },
  lastBytes: number | undefined,
  language: Language,
): string | undefined {
  const { l10n } = language;
  switch (sizeNoteOf({ bytes, rows }, lastBytes)) {
    case 'empty':
      return l10n.t('The result of {0} is empty.', name);
    case 'farSmaller':
      return l10n.t(
        'The result of {0} is far smaller than the last one: {1} instead of {2}.',
        name,
        bytesInWords(bytes, language),
        bytesInWords(lastBytes ?? 0, language),
      );
    case undefined:
      return undefined;
  }
}
