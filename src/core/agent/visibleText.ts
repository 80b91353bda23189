import { plainText } from '../api/plainText';

/**
 * Characters that people don't see but a model reads: tags, zero-width and format characters, variation selectors, and
 * private ones.
 */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Co}]+/gu;
/** So many invisible characters are removed before the text is cut. With more, less of the text is left. */
const MAX_INVISIBLE_CHARS = 100_000;

/** The text as people see it: one line without invisible characters, at most `maxChars` UTF-16 units. */
export function visibleText(text: string, maxChars: number): string {
  return plainText(text.slice(0, maxChars * 2 + MAX_INVISIBLE_CHARS).replace(INVISIBLE, ''), maxChars);
}

/**
 * A text from a model or a server for a question to the user: visible, short, and without anything that Markdown turns
 * into a link or a heading.
 */
export function quotedText(text: string, maxChars: number): string {
  return visibleText(text, maxChars)
    .replaceAll('://', ': //')
    .replaceAll('](', '] (')
    .replace(/www\./gi, 'www .')
    .replaceAll('@', ' @ ')
    .replace(/[<>`*#|\\]/g, ' ');
}
