import { sizeSentence } from '../../core/words/sizeSentence';
import { editorLanguage } from './editorLanguage';

/** The sentence for a result that is empty or unusually small, in the user's language. Undefined for any other. */
export function sizeInWords(
  name: string,
  size: { readonly bytes: number; readonly rows: number | undefined },
  lastBytes: number | undefined,
): string | undefined {
  return sizeSentence(name, size, lastBytes, editorLanguage());
}
