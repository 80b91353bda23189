/** Stands for half a character, which no text has. */
const NO_CHARACTER = '\ufffd';

/**
 * Writes a text as a string of Python or R. Both know JSON's escapes of ASCII. What editors could show as something
 * else, such as a change of direction, is escaped, too.
 */
export function quoted(text: string): string {
  return `"${escaped(text)}"`;
}

/** The inside of a string in double quotes, also of one in three. R knows no NUL. */
export function escaped(text: string): string {
  return text
    .replace(/\p{Cs}/gu, NO_CHARACTER)
    .replace(/["\\]/g, String.raw`\$&`)
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, escapeOf);
}

function escapeOf(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  if (code === 0) {
    return '\\ufffd';
  }
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}

/** A name in SQL inside of a Python string in three double quotes. */
export function sqlName(name: string): string {
  return `"${escaped(name.replaceAll('"', '""'))}"`;
}

/** A text in SQL inside of a Python string in three double quotes. */
export function sqlText(text: string): string {
  return `'${escaped(text.replaceAll("'", "''"))}'`;
}

/** One line for a comment, without what could end it or change its direction. */
export function inComment(text: string): string {
  return text.replace(/[\p{Cs}\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').trim();
}
