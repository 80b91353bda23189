/** Characters that end a line, control a terminal, or change the reading direction, and halves of characters. */
const UNSEEN = /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}\p{Surrogate}\ufeff\s]+/gu;

/**
 * Turns text from another side into one line that is safe to log and show: no line breaks, no control or direction
 * characters, and at most `maxChars` UTF-16 units.
 */
export function plainText(text: string, maxChars: number): string {
  const line = text
    .slice(0, maxChars * 2)
    .replace(UNSEEN, ' ')
    .trim();
  return line.length <= maxChars ? line : `${line.slice(0, maxChars - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
