/** A value for a placeholder of a sentence. */
export type Placed = string | number | boolean;

/** A language for the user. In the editor it's VS Code's, elsewhere English. */
export interface Language {
  /** Like `vscode.l10n`: translates a whole sentence and replaces its placeholders `{0}`, `{1}`. */
  readonly l10n: { readonly t: (sentence: string, ...values: Placed[]) => string };
  /** For numbers and dates, such as `de`. */
  readonly locale: string;
}

/** English, as the code has it. */
export const ENGLISH: Language = {
  l10n: {
    t: (sentence, ...values) =>
      sentence.replace(/\{(\d+)\}/g, (placeholder, index: string) => String(values[Number(index)] ?? placeholder)),
  },
  locale: 'en',
};
