import type { Preview } from '../preview/preview';
import type { NoteKind, TableNote } from '../tables/tableNotes';

const NOTES: Readonly<Record<NoteKind, (count: number, places: string) => string>> = {
  badQuotes: (count, places) => `Rows with unmatched quotes: ${count}, at lines ${places}. Their cells can be wrong.`,
  badLines: (count, places) => `Lines left out because they aren't JSON: ${count}, at lines ${places}.`,
  badBytes: (count) => `Bytes that aren't UTF-8, shown as replacement characters: ${count}.`,
  nulls: (count) => `Null characters: ${count}.`,
  uneven: (count, places) => `Rows with more or fewer cells than titles: ${count}, at lines ${places}.`,
  repeatedTitles: (_, places) => `Titles used by several columns: ${places}.`,
  emptyTitles: (count) => `Columns without a title: ${count}.`,
  unlistedTables: (count) => `The file has more tables than are listed. Together, they have ${count} rows.`,
};

/** What a model should know before it trusts the rows of a preview. */
export function notesForAgent({
  notes,
  damage,
  tables,
  table,
  isWhole,
}: Pick<Preview, 'notes' | 'damage' | 'tables' | 'table' | 'isWhole'>): readonly string[] {
  const others = tables.filter(({ path, rows }) => path !== table && rows > 0).map(({ path }) => path);
  return [
    ...(damage === undefined ? [] : [`The file is damaged${lineOf(damage.line)}. The rest can't be read.`]),
    ...(others.length === 0 ? [] : [`The file also contains other tables: ${others.join(', ')}.`]),
    ...notes.map(inWords),
    ...(notes.length > 0 && !isWhole ? ['The notes are about the part of the file that was read.'] : []),
  ];
}

function lineOf(line: number | undefined): string {
  return line === undefined ? ' after these rows' : ` at line ${line}`;
}

function inWords({ kind, count, places }: TableNote): string {
  return NOTES[kind](count, `${places.join(', ')}${count > places.length ? ', …' : ''}`);
}
