import { isFileName } from '../core/savedExports/readSavedExport';
import { CliError } from './cliError';

/** Reads a whole number in a range. Throws a sentence. */
export function wholeNumber(flag: string, least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most) {
      throw new CliError('usage', `${flag} takes a whole number from ${least} to ${most}, not "${text}".`);
    }
    return value;
  };
}

/** Reads one of some words, in any case. Throws a sentence. */
export function oneOf<T extends string>(flag: string, words: readonly T[]): (text: string) => T {
  return (text) => {
    const word = words.find((known) => known.toLowerCase() === text.toLowerCase());
    if (word === undefined) {
      throw new CliError('usage', `${flag} takes one of ${words.join(', ')}, not "${text}".`);
    }
    return word;
  };
}

/** Reads the template of a file's name. Throws a sentence for one that names a folder, too. */
export function fileTemplate(flag: string): (text: string) => string {
  return (text) => {
    const isFile: boolean = isFileName(text);
    if (!isFile) {
      throw new CliError(
        'usage',
        `${flag} takes a file name without folders, such as "\${report} \${date}.\${ext}", not "${text}".`,
      );
    }
    return text;
  };
}
