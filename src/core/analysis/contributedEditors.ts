import { fieldsOf } from '../isRecord';

/** An editor that an extension contributes. */
export interface ContributedEditor {
  readonly viewType: string;
  readonly name: string;
}

/** The editors in an extension's `package.json` that are for files of this type. Pure. */
export function contributedEditors(packageJson: unknown, fileName: string): readonly ContributedEditor[] {
  return contributionsOf(packageJson, 'customEditors').flatMap(({ viewType, displayName, selector }) => {
    const isFor = listOf(selector).some(
      ({ filenamePattern }) => typeof filenamePattern === 'string' && isMatch(filenamePattern, fileName),
    );
    return isFor && typeof viewType === 'string'
      ? [{ viewType, name: typeof displayName === 'string' ? displayName : viewType }]
      : [];
  });
}

/** What an extension's `package.json` lists under this name of its contributions. Pure. */
export function contributionsOf(packageJson: unknown, name: string): readonly Readonly<Record<string, unknown>>[] {
  return listOf(fieldsOf(fieldsOf(packageJson)['contributes'])[name]);
}

/** Whether a pattern such as `*.csv` or `*.{csv,tsv}` is about files of this type. Patterns for all files aren't. */
function isMatch(pattern: string, fileName: string): boolean {
  const [, ending] = /(\.[^.]+)$/.exec(fileName.toLowerCase()) ?? [];
  const [, endings] = /\*(\.[^*?/]+)$/.exec(pattern.toLowerCase()) ?? [];
  if (ending === undefined || endings === undefined) {
    return false;
  }
  const [, choices] = /^\.\{(.+)\}$/.exec(endings) ?? [];
  return choices === undefined
    ? endings === ending
    : choices.split(',').some((choice) => `.${choice.trim()}` === ending);
}

function listOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.map(fieldsOf) : [];
}
