import { type CodeParts, type CodeWriter, uniqueLines } from './codeParts';
import { duckdbCode } from './duckdbCode';
import { pandasCode } from './pandasCode';
import { polarsCode } from './polarsCode';
import { rCode } from './rCode';
import type { ReadingPlan } from './readingPlan';

export const READING_LANGUAGES = ['pandas', 'polars', 'duckdb', 'r'] as const;
export type ReadingLanguage = (typeof READING_LANGUAGES)[number];
/** Notebooks are in Python. */
export type NotebookLanguage = Exclude<ReadingLanguage, 'r'>;

const WRITERS: Readonly<Record<ReadingLanguage, CodeWriter>> = {
  pandas: pandasCode,
  polars: polarsCode,
  duckdb: duckdbCode,
  r: rCode,
};

/** The parts of the code that reads files into variables. */
export function codeParts(plan: ReadingPlan, variable: string, language: ReadingLanguage): CodeParts {
  return WRITERS[language](plan, variable);
}

/** Imports and helpers of several files, each once. */
export function preparation(parts: readonly CodeParts[]): string {
  const imports = [...uniqueLines(parts.flatMap((part) => part.imports))].sort(byOrigin);
  const helpers = uniqueLines(parts.flatMap((part) => part.helpers));
  return [imports.join('\n'), ...helpers].filter((text) => text !== '').join('\n\n');
}

/** Code that reads a file as the extension does, ready to run. Pure. */
export function readingCode(plan: ReadingPlan, language: ReadingLanguage): string {
  const parts = codeParts(plan, 'df', language);
  const before = preparation([parts]);
  return `${before}${before === '' ? '' : '\n\n'}${parts.lines.join('\n')}\n`;
}

/** The packages come after what Python has itself. */
function byOrigin(a: string, b: string): number {
  const isPackage = (line: string): boolean => /pandas|polars|duckdb/.test(line);
  return Number(isPackage(a)) - Number(isPackage(b)) || (a < b ? -1 : 1);
}
