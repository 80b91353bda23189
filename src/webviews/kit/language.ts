/** The user's language, which the extension writes into the page. Undefined for the browser's language. */
export const pageLanguage: string | undefined = document.documentElement.lang || undefined;

/** A whole number in the user's language. */
export function count(value: number): string {
  return value.toLocaleString(pageLanguage);
}
