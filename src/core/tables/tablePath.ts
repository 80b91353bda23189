/**
 * The path of a table inside a document: its names with slashes between them. As in a JSON pointer, `~1` stands for a
 * slash in a name, and `~0` for a tilde. A lone `~` stands for an empty name. Pure.
 */
export function tablePath(names: readonly string[]): string {
  return names.map((name) => name.replaceAll('~', '~0').replaceAll('/', '~1') || '~').join('/');
}

/** The names in a path. None for the document itself. Pure. */
export function stepsOf(path: string): readonly string[] {
  return path === ''
    ? []
    : path.split('/').map((step) => (step === '~' ? '' : step.replaceAll('~1', '/').replaceAll('~0', '~')));
}
