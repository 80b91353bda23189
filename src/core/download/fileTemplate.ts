/** The parts of a result's name that a template can hold. */
export interface FileNameParts {
  readonly report: string;
  readonly type: string;
  readonly program: string;
  readonly date: string;
  readonly id: string;
  readonly ext: string;
}

/**
 * Fills `${report} ${date} ${id}.${ext}`. A part without a value leaves no gap behind, and a placeholder that does not
 * exist stays as it is written, so that the mistake is seen. The result is a wish: making it safe is the downloader's.
 */
export function fillTemplate(template: string, parts: FileNameParts): string {
  const filled = template.replace(/\$\{(\w+)\}/g, (placeholder, name: string) =>
    Object.hasOwn(parts, name) ? parts[name as keyof FileNameParts] : placeholder,
  );
  return filled.replace(/\s+/g, ' ').replace(/ \./g, '.').trim();
}
