import * as vscode from 'vscode';
import { SIDES } from '../../core/compare/compareError';
import type { Comparison } from '../../core/compare/comparison';
import { FORMAT_NAMES, noteInWords } from '../words/tableWords';
import { numberInWords } from '../words/timeWords';

/** More names would make the sentence unreadable. */
const MAX_NAMES = 30;

/** What the reader should know before they trust a comparison: what was left out or read only in part. */
export function comparisonCaveats({ before, after, columns }: Comparison): readonly string[] {
  return [
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
      return file.notes
        .filter(({ kind }) => kind !== 'emptyTitles' && kind !== 'repeatedTitles')
        .map((note) => vscode.l10n.t('{0}: {1}', name, noteInWords(note)));
    }),
  ];
}

/** Lists names with commas, up to a limit. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, MAX_NAMES).join(', ');
  return names.length <= MAX_NAMES
    ? shown
    : `${shown}, ${vscode.l10n.t('and {0} more', numberInWords(names.length - MAX_NAMES))}`;
}
