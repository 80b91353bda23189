/** Reads a number that a person typed. */
export type NumberReader = (typed: string) => number | undefined;

/**
 * In these forms wherever one is used: French groups with narrow spaces that nobody types, Swiss keyboards have another
 * apostrophe.
 */
const ALIKE: readonly string[] = ['\\s', "'’"];

/**
 * Reads numbers in the form in which a language writes them (German `1.234,5`), and where that makes no sense of them,
 * plain ones (`1234.5`). A percent sign or a currency's sign may stand beside them.
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

/** A part of a regular expression for a separator and those that look like it. */
function classOf(separator: string): string {
  const alike = ALIKE.find((all) => new RegExp(`[${all}]`).test(separator));
  return `[${alike ?? separator.replace(/[\\\]^-]/g, '\\$&')}]`;
}
