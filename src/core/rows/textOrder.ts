/** Compares two texts for sorting. */
export type TextOrder = (a: string, b: string) => number;

/**
 * Returns the alphabetical order of a language, ignoring case, with numbers in texts sorted by value. Undefined stands
 * for the machine's language. The language's rules are loaded at first use, because that takes longer than loading most
 * of the extension.
 */
export function textOrder(language: string | undefined): TextOrder {
  let compare: TextOrder | undefined;
  return (a, b) => {
    compare ??= new Intl.Collator(language, { numeric: true, sensitivity: 'base' }).compare;
    return compare(a, b);
  };
}
