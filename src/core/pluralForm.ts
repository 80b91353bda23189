/** A sentence about a count, in the form for one thing and in the form for any other number. */
export interface PluralForms {
  readonly one: string;
  readonly other: string;
}

/**
 * The form that a language uses with a count. French uses the singular for 0 too; Japanese and Chinese have only the
 * plural. `language` is a BCP 47 tag; undefined stands for the system's language.
 */
export function pluralForm(forms: PluralForms, count: number, language: string | undefined): string {
  return new Intl.PluralRules(language).select(count) === 'one' ? forms.one : forms.other;
}
