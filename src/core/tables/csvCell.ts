/** A cell of a CSV with commas, in quotes where they're needed. Pure. */
export function csvCell(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A cell of a table whose cells are separated by tabs, in quotes where they're needed. Pure. */
export function tsvCell(text: string): string {
  return /["\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
