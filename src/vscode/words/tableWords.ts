import * as vscode from 'vscode';
import type { TableError } from '../../core/tables/tableError';
import type { TableFormat } from '../../core/tables/tableFormat';
import type { NoteKind, TableNote } from '../../core/tables/tableNotes';
import type { TableDescription } from '../../core/tables/tableReader';
import type { Encoding } from '../../core/tables/textDecoding';
import { numberInWords } from './timeWords';

export const FORMAT_NAMES: Readonly<Record<TableFormat, string>> = {
  csv: 'CSV',
  json: 'JSON',
  jsonLines: 'JSON Lines',
  xml: 'XML',
};

export const ENCODING_NAMES: Readonly<Record<Encoding, string>> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16 LE',
  'utf-16be': 'UTF-16 BE',
  'windows-1252': 'Latin-1',
};

const DELIMITER_NAMES: Readonly<Record<string, () => string>> = {
  ',': () => vscode.l10n.t('commas'),
  ';': () => vscode.l10n.t('semicolons'),
  '\t': () => vscode.l10n.t('tabs'),
  '|': () => vscode.l10n.t('pipes'),
  '~': () => vscode.l10n.t('tildes'),
  '\u0001': () => vscode.l10n.t('control characters'),
};

/** The name of a CSV's separator: `commas`, or the character itself. */
export function delimiterInWords(delimiter: string): string {
  return DELIMITER_NAMES[delimiter]?.() ?? delimiter;
}

/** How a file is read: its format, its encoding, and anything unusual. */
export function readingInWords(
  { format, encoding, dialect, table }: Pick<TableDescription, 'format' | 'encoding' | 'dialect' | 'table'>,
  columnCount: number,
): readonly string[] {
  return [
    FORMAT_NAMES[format],
    ENCODING_NAMES[encoding],
    ...(dialect === undefined || columnCount < 2 ? [] : [delimiterInWords(dialect.delimiter)]),
    ...(dialect === undefined || dialect.titleLine === 1 ? [] : [titlesInWords(dialect.titleLine)]),
    ...(table === undefined || table === '' ? [] : [table]),
  ];
}

function titlesInWords(line: number): string {
  return line === 0 ? vscode.l10n.t('no titles') : vscode.l10n.t('titles in line {0}', numberInWords(line));
}

/** Why the rest of a file isn't shown. */
export function damageSentence({ line }: TableError): string {
  return line === undefined
    ? vscode.l10n.t("The file is damaged after these rows, so the rest can't be read.")
    : vscode.l10n.t("The file is damaged at line {0}, so the rest can't be read.", numberInWords(line));
}

const NOTES: Readonly<Record<NoteKind, (count: string, places: string) => string>> = {
  badQuotes: (count, places) => vscode.l10n.t('Rows with unmatched quotes: {0}. Line numbers: {1}.', count, places),
  badLines: (count, places) =>
    vscode.l10n.t("Lines left out because they aren't JSON: {0}. They are {1}.", count, places),
  badBytes: (count) =>
    vscode.l10n.t("Bytes that aren't UTF-8, shown as replacement characters: {0}. Try another encoding.", count),
  nulls: (count) => vscode.l10n.t('Null characters: {0}.', count),
  uneven: (count, places) =>
    vscode.l10n.t('Rows with more or fewer cells than titles: {0}. Line numbers: {1}.', count, places),
  repeatedTitles: (_, places) => vscode.l10n.t('Titles used by several columns: {0}.', places),
  emptyTitles: (count) => vscode.l10n.t('Columns without a title: {0}.', count),
  unlistedTables: (count) => vscode.l10n.t('The file has more tables than are listed. Rows in them: {0}.', count),
};

/** What was noticed while reading a file, as a sentence. */
export function noteInWords({ kind, count, places }: TableNote): string {
  const listed = places.map((place) => (typeof place === 'number' ? numberInWords(place) : place)).join(', ');
  return NOTES[kind](numberInWords(count), places.length < count ? `${listed}, …` : listed);
}
