/** How texts follow each other. */
export type TextOrder = (a: string, b: string) => number;

/** Alphabetical as a language has it, with numbers in texts by their value, in whatever case. Without a language: the machine's. */
export function textOrder(language: string | undefined): TextOrder {
  return new Intl.Collator(language, { numeric: true, sensitivity: 'base' }).compare;
}
