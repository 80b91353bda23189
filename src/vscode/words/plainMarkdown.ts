/**
 * Markdown that shows exactly this text on one line. Everything except letters, digits, and spaces becomes a character
 * reference, because escaping with backslashes, as `appendText` does, still turns bare addresses into links.
 */
export function asPlainMarkdown(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[^\p{L}\p{N} ]/gu, (character) => `&#${character.codePointAt(0) ?? 0xfffd};`);
}
