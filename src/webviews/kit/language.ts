/** The user's language, as the extension has written it into the page; undefined: the browser's. */
export const pageLanguage: string | undefined = document.documentElement.lang || undefined;

/** A whole number as that language writes it. */
export function count(value: number): string {
  return value.toLocaleString(pageLanguage);
}
