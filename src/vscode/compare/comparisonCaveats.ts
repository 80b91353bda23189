import * as vscode from 'vscode';
import { SIDES } from '../../core/compare/compareError';
import type { ComparedFile, Comparison } from '../../core/compare/comparison';
import { FORMAT_NAMES, noteInWords } from '../words/tableWords';
import { numberInWords } from '../words/timeWords';

/** More names would make the sentence unreadable. */
const MAX_NAMES = 30;

/** What the reader should know before they trust a comparison: what was left out or read only in part. */
export function comparisonCaveats(comparison: Comparison): readonly string[] {
  const { before, after, columns } = comparison;
  return [
    ...(isUnseen(comparison)
      ? [
          vscode.l10n.t(
            "No value that was compared differs, but the files aren't the same, byte for byte. They differ in something that isn't compared, such as the order of rows, quotes, white space, or text outside of the table.",
          ),
        ]
      : []),
    ...(before.table === after.table || before.table === undefined || after.table === undefined
      ? []
      : [
          vscode.l10n.t(
            'Different tables were compared: {0} and {1}. To compare others, choose Reading Options in the preview.',
            before.table,
            after.table,
          ),
        ]),
    ...(before.format === after.format || before.rows === 0 || after.rows === 0
      ? []
      : [
          vscode.l10n.t(
            'The files have different formats ({0} and {1}). The same number or date can be written differently and then counts as changed.',
            FORMAT_NAMES[before.format],
            FORMAT_NAMES[after.format],
          ),
        ]),
    ...(columns.added.length === 0 ? [] : [vscode.l10n.t('New columns, not compared: {0}.', listed(columns.added))]),
    ...(columns.removed.length === 0
      ? []
      : [vscode.l10n.t('Removed columns, not compared: {0}.', listed(columns.removed))]),
    ...(columns.repeated.length === 0
      ? []
      : [
          vscode.l10n.t(
            'Several columns have the same title. They were matched in their order: {0}.',
            listed(columns.repeated),
          ),
        ]),
    ...SIDES.flatMap((side) => {
      const name = { before: vscode.l10n.t('Before'), after: vscode.l10n.t('After') }[side];
      const file = { before, after }[side];
      return [...uncomparedTables(file), ...notesOf(file)].map((sentence) => vscode.l10n.t('{0}: {1}', name, sentence));
    }),
  ];
}

/** Whether the files differ in something else than what was compared. Files with the same bytes never get here. */
function isUnseen({ added, removed, changed, columns }: Comparison): boolean {
  return added + removed + changed + columns.added.length + columns.removed.length === 0;
}

function uncomparedTables({ tables, table }: ComparedFile): readonly string[] {
  const others = tables.filter(({ path, rows }) => path !== table && rows > 0).map(({ path }) => path);
  return others.length === 0 ? [] : [vscode.l10n.t('Other tables, not compared: {0}.', listed(others))];
}

function notesOf({ notes }: ComparedFile): readonly string[] {
  return notes.filter(({ kind }) => kind !== 'emptyTitles' && kind !== 'repeatedTitles').map(noteInWords);
}

/** Lists names with commas, up to a limit. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, MAX_NAMES).join(', ');
  return names.length <= MAX_NAMES
    ? shown
    : `${shown}, ${vscode.l10n.t('and {0} more', numberInWords(names.length - MAX_NAMES))}`;
}
