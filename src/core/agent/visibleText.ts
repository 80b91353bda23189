import { plainText } from '../api/plainText';

/**
 * What no person sees but a model reads: tag characters, zero-width and format characters, variation selectors, private
 * ones.
 */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Co}]+/gu;
/** Enough for what is invisible to be taken out before the text is cut. */
const MAX_READ_CHARS = 100_000;

/** A text as its reader would see it: one line without invisible characters, at most `maxChars` UTF-16 units. */
export function visibleText(text: string, maxChars: number): string {
  return plainText(text.slice(0, MAX_READ_CHARS).replace(INVISIBLE, ''), maxChars);
}

/**
 * What a model or a server named, in a question to the user: visible, bounded, and nothing that a place which draws
 * Markdown makes a link or a heading of.
 */
export function quotedText(text: string, maxChars: number): string {
  return visibleText(text, maxChars)
    .replaceAll('://', ': //')
    .replaceAll('](', '] (')
    .replace(/www\./gi, 'www .')
    .replaceAll('@', ' @ ')
    .replace(/[<>`*#|\\]/g, ' ');
}
