import { inComment, quoted } from './literals';
import type { PlannedColumn, ReadingPlan } from './readingPlan';

/** Code that reads a file into a variable. Several files share imports and helpers. */
export interface CodeParts {
  readonly imports: readonly string[];
  readonly helpers: readonly string[];
  readonly lines: readonly string[];
}

/** Writes the code that reads a file into the variable. */
export type CodeWriter = (plan: ReadingPlan, variable: string) => CodeParts;

/** What a person must know to trust the result, as comments. */
export function commentsOf(plan: ReadingPlan): readonly string[] {
  const { title, rowsRead, isWhole, columns } = plan;
  const rows = rowsRead.toLocaleString('en');
  const texts = columns.filter(({ reading }) => reading.kind === 'id').map(({ name }) => name);
  return [
    inComment(title),
    isWhole
      ? `The types fit all rows of the file (${rows}).`
      : `The types fit the first ${rows} rows. A later value that doesn't fit may cause an error.`,
    ...(texts.length === 0 ? [] : [`IDs and codes stay text: ${listOf(texts)}.`]),
    ...quoteWarning(plan),
  ].map((line) => `# ${line}`);
}

/** The preview keeps a stray quote in its row. Other readers join rows, lose the rest of the file, or refuse it. */
function quoteWarning({ notes, rowsRead, isWhole }: ReadingPlan): readonly string[] {
  const bad = notes.find(({ kind }) => kind === 'badQuotes');
  if (bad === undefined) {
    return [];
  }
  const where =
    bad.count === 1 ? `in line ${bad.places[0]}` : `in ${bad.count} rows, the first in line ${bad.places[0]}`;
  const rows = rowsRead.toLocaleString('en');
  return [
    `Quotes don't match ${where}. This code may read several rows as one there, or stop.`,
    isWhole
      ? `The preview reads all ${rows} rows. If this code reads fewer, correct the quotes in the file.`
      : 'If a cell contains several rows, correct the quotes in the file.',
  ];
}

const MAX_LISTED = 8;

function listOf(names: readonly string[]): string {
  const listed = names.slice(0, MAX_LISTED).map(inComment).join(', ');
  return names.length > MAX_LISTED ? `${listed}, and ${names.length - MAX_LISTED} more` : listed;
}

/** The columns that become something else than text. */
export function typedColumns({ columns }: ReadingPlan): readonly PlannedColumn[] {
  return columns.filter(({ reading }) => reading.kind !== 'text' && reading.kind !== 'id');
}

export function paddedNames(plan: ReadingPlan): readonly string[] {
  return typedColumns(plan)
    .filter(({ isPadded }) => isPadded)
    .map(({ name }) => name);
}

/** Items on lines of their own inside of brackets. */
export function block(open: string, items: readonly string[], close: string): readonly string[] {
  return [open, ...items.map((item) => `    ${item},`), close];
}

/** A list on one line where it's short. */
export function listLines(open: string, items: readonly string[], close: string): readonly string[] {
  const line = `${open}${items.join(', ')}${close}`;
  return line.length <= 100 ? [line] : block(open, items, close);
}

/** The names of the columns, as a list in Python. */
export function namesLines({ columns }: ReadingPlan): readonly string[] {
  return listLines(
    'names = [',
    columns.map(({ name }) => quoted(name)),
    ']',
  );
}

export function uniqueLines(lines: readonly string[]): readonly string[] {
  return [...new Set(lines)];
}
