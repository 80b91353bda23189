/**
 * Text as Markdown that shows exactly that text on one line. Everything but letters, digits and spaces becomes a
 * character reference: escaping with backslashes, as `appendText` does, still lets bare addresses become links.
 */
export function asPlainMarkdown(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[^\p{L}\p{N} ]/gu, (character) => `&#${character.codePointAt(0) ?? 0xfffd};`);
}
