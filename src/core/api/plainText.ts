/** What would end a line, steer a terminal or turn the reading direction round, and halves of characters. */
const UNSEEN = /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}\p{Surrogate}\ufeff\s]+/gu;

/**
 * What another side says, as one line that can be logged and shown: no line breaks, control or direction characters,
 * and at most `maxChars` UTF-16 units.
 */
export function plainText(text: string, maxChars: number): string {
  const line = text
    .slice(0, maxChars * 2)
    .replace(UNSEEN, ' ')
    .trim();
  return line.length <= maxChars ? line : `${line.slice(0, maxChars - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
