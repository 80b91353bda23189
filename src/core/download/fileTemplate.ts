/** The placeholders that a file name template can contain. */
export interface FileNameParts {
  readonly report: string;
  readonly type: string;
  readonly program: string;
  readonly date: string;
  readonly id: string;
  readonly ext: string;
}

/**
 * Fills `${report} ${date} ${id}.${ext}`. A placeholder without a value leaves no gap. An unknown placeholder stays as
 * written, so that the user sees the mistake. The result isn't a safe file name yet.
 */
export function fillTemplate(template: string, parts: FileNameParts): string {
  const filled = template.replace(/\$\{(\w+)\}/g, (placeholder, name: string) =>
    Object.hasOwn(parts, name) ? parts[name as keyof FileNameParts] : placeholder,
  );
  return filled.replace(/\s+/g, ' ').replace(/ \./g, '.').trim();
}
