/** Reads a number that a person typed. */
export type NumberReader = (typed: string) => number | undefined;

/**
 * Characters that count as the same separator. French uses narrow spaces that people don't type, and Swiss keyboards
 * have a different apostrophe.
 */
const ALIKE: readonly string[] = ['\\s', "'’"];

/**
 * Creates a reader for numbers as a language writes them (German `1.234,5`). If that fails, it reads plain numbers
 * (`1234.5`). Allows a percent or currency sign.
 */
export function numberReader(language: string | undefined): NumberReader {
  const parts = new Intl.NumberFormat(language).formatToParts(-1234567.8);
  const separator = (type: 'group' | 'decimal', usual: string): string =>
    classOf(parts.find((part) => part.type === type)?.value ?? usual);
  const group = separator('group', ',');
  const decimal = separator('decimal', '.');
  const local = new RegExp(`^([+-]?)(\\d+|\\d{1,3}(?:${group}\\d{2,3})*${group}\\d{3})(?:${decimal}(\\d+))?$`);
  return (typed) => {
    const text = typed.replace(/^[\s\p{Sc}]+|[\s\p{Sc}%]+$/gu, '').replace(/^[\u2212\u2013]/, '-');
    const [, sign, whole, fraction = '0'] = local.exec(text) ?? /^([+-]?)(\d+)\.(\d+)$/.exec(text) ?? [];
    return whole === undefined ? undefined : Number(`${sign}${whole.replace(/\D/g, '')}.${fraction}`);
  };
}

/** A part of a regular expression that matches a separator and similar characters. */
function classOf(separator: string): string {
  const alike = ALIKE.find((all) => new RegExp(`[${all}]`).test(separator));
  return `[${alike ?? separator.replace(/[\\\]^-]/g, '\\$&')}]`;
}
