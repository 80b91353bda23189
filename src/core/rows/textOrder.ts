/** How texts follow each other. */
export type TextOrder = (a: string, b: string) => number;

/**
 * Alphabetical as a language has it, with numbers in texts by their value, in whatever case. Without a language: the
 * machine's. The language's rules, which take longer to load than most of the extension, are loaded at the first use.
 */
export function textOrder(language: string | undefined): TextOrder {
  let compare: TextOrder | undefined;
  return (a, b) => {
    compare ??= new Intl.Collator(language, { numeric: true, sensitivity: 'base' }).compare;
    return compare(a, b);
  };
}
