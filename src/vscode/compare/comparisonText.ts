import * as vscode from 'vscode';
import { type Side, SIDES } from '../../core/compare/compareError';
import type { ChangedRow, Comparison, ComparisonResult, RowSample } from '../../core/compare/comparison';
import type { Counterparts } from '../../core/compare/findCounterpart';
import type { JobEntry } from '../../core/jobs/jobEntry';
import { workName } from '../jobs/jobWords';
import { asPlainMarkdown } from '../words/plainMarkdown';
import { readingInWords } from '../words/tableWords';
import { bytesInWords, fullTime, numberInWords } from '../words/timeWords';
import { comparisonCaveats } from './comparisonCaveats';

const MAX_CELL_CHARS = 80;

/** A comparison and the sizes of both files when they were compared. */
export interface ComparisonView {
  readonly sizes: Readonly<Record<Side, number>>;
  readonly result: ComparisonResult;
}

/** Formats a comparison as Markdown. The files' contents never become links or images. */
export function comparisonText(pair: Counterparts, { sizes, result }: ComparisonView): string {
  const title = `# ${asPlainMarkdown(vscode.l10n.t('{0}: changes', workName(pair.after)))}`;
  const facts = factsText(pair, sizes, result);
  if (result === 'same') {
    return [title, facts, asPlainMarkdown(vscode.l10n.t('The files are the same, byte for byte.'))].join('\n\n');
  }
  const caveats = comparisonCaveats(result).map((sentence) => `- ${asPlainMarkdown(sentence)}`);
  return [
    title,
    facts,
    ...(caveats.length === 0 ? [] : [caveats.join('\n')]),
    ...countsText(result),
    ...columnsText(result),
    ...changedText(result),
    ...samplesText(result),
  ].join('\n\n');
}

function factsText({ before, after }: Counterparts, sizes: ComparisonView['sizes'], result: ComparisonResult): string {
  const rows =
    result === 'same'
      ? []
      : [
          [
            vscode.l10n.t('Rows'),
            numberInWords(result.before.rows),
            numberInWords(result.after.rows),
            difference(result.after.rows - result.before.rows, numberInWords),
          ],
          [
            vscode.l10n.t('Read as'),
            ...SIDES.map((side) => readingInWords(result[side], result.columns.common.length).join(', ')),
            '',
          ],
        ];
  return table(
    ['', vscode.l10n.t('Before'), vscode.l10n.t('After'), vscode.l10n.t('Difference')],
    [
      [vscode.l10n.t('Job'), before.job.id, after.job.id, ''],
      [vscode.l10n.t('Completed'), timeOf(before), timeOf(after), ''],
      [
        vscode.l10n.t('Size'),
        bytesInWords(sizes.before),
        bytesInWords(sizes.after),
        difference(sizes.after - sizes.before, bytesInWords),
      ],
      ...rows,
    ],
  );
}

/** A sentence such as `12 rows added, 3 removed, 45 changed.` */
export function comparisonInWords({ added, removed, changed, key }: Comparison): string {
  return key.kind === 'columns'
    ? vscode.l10n.t(
        'Rows: {0} added, {1} removed, {2} changed.',
        numberInWords(added),
        numberInWords(removed),
        numberInWords(changed),
      )
    : vscode.l10n.t(
        'Rows: {0} added, {1} removed. No column identifies the rows, so a changed row counts as both.',
        numberInWords(added),
        numberInWords(removed),
      );
}

function countsText({ key, added, removed, changed, unchanged }: Comparison): readonly string[] {
  const summary =
    key.kind === 'columns'
      ? vscode.l10n.t('Rows are matched by {0}.', key.columns.join(' + '))
      : vscode.l10n.t(
          'No column or combination of columns identifies the rows, so whole rows are compared. A changed row counts as one removed and one added.',
        );
  const counts: readonly (readonly [string, number])[] = [
    [vscode.l10n.t('Added'), added],
    [vscode.l10n.t('Removed'), removed],
    ...(key.kind === 'columns' ? [[vscode.l10n.t('Changed'), changed] as const] : []),
    [vscode.l10n.t('Unchanged'), unchanged],
  ];
  return [
    asPlainMarkdown(summary),
    table(
      counts.map(([name]) => name),
      [counts.map(([, count]) => numberInWords(count))],
    ),
  ];
}

function columnsText({ changedColumns, changed, detailedRows }: Comparison): readonly string[] {
  if (changedColumns.length === 0) {
    return [];
  }
  const partly =
    detailedRows < changed
      ? [asPlainMarkdown(vscode.l10n.t('Based on the first {0} changed rows.', numberInWords(detailedRows)))]
      : [];
  return [
    heading(vscode.l10n.t('Changed columns')),
    ...partly,
    table(
      [vscode.l10n.t('Column'), vscode.l10n.t('Rows')],
      changedColumns.map(({ column, rows }) => [column, numberInWords(rows)]),
    ),
  ];
}

function changedText({ samples, changed, key }: Comparison): readonly string[] {
  if (samples.changed.length === 0) {
    return [];
  }
  const rows = samples.changed.flatMap(({ key: values, cells, leftOutCells }: ChangedRow) => [
    ...cells.map(({ column, before, after }, index) => [index === 0 ? values.join(' + ') : '', column, before, after]),
    ...(leftOutCells === 0 ? [] : [['', vscode.l10n.t('and {0} more', numberInWords(leftOutCells)), '', '']]),
  ]);
  const name = key.kind === 'columns' ? key.columns.join(' + ') : '';
  return [
    heading(someOf(vscode.l10n.t('Changed rows'), samples.changed.length, changed)),
    table([name, vscode.l10n.t('Column'), vscode.l10n.t('Before'), vscode.l10n.t('After')], rows),
  ];
}

function samplesText({ samples, added, removed, columns }: Comparison): readonly string[] {
  const all = columns.common.length;
  return [
    ...rowsText(vscode.l10n.t('Added rows'), samples.added, added, all),
    ...rowsText(vscode.l10n.t('Removed rows'), samples.removed, removed, all),
  ];
}

function rowsText(title: string, rows: readonly RowSample[], count: number, columnCount: number): readonly string[] {
  const [first] = rows;
  if (first === undefined || first.length === 0) {
    return [];
  }
  const partly =
    first.length < columnCount
      ? [
          asPlainMarkdown(
            vscode.l10n.t('Columns shown: {0} of {1}.', numberInWords(first.length), numberInWords(columnCount)),
          ),
        ]
      : [];
  return [
    heading(someOf(title, rows.length, count)),
    ...partly,
    table(
      first.map(({ column }) => column),
      rows.map((cells) => cells.map(({ value }) => value)),
    ),
  ];
}

function someOf(title: string, shown: number, count: number): string {
  return shown < count ? vscode.l10n.t('{0}: {1} of {2}', title, numberInWords(shown), numberInWords(count)) : title;
}

function heading(text: string): string {
  return `## ${asPlainMarkdown(text)}`;
}

function table(names: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => asPlainMarkdown(cell.length > MAX_CELL_CHARS ? `${cell.slice(0, MAX_CELL_CHARS)}…` : cell)).join(' | ')} |`;
  return [line(names), `|${names.map(() => ' --- |').join('')}`, ...rows.map(line)].join('\n');
}

function difference(value: number, inWords: (value: number) => string): string {
  return value === 0 ? vscode.l10n.t('none') : `${value > 0 ? '+' : '−'}${inWords(Math.abs(value))}`;
}

function timeOf({ job }: JobEntry): string {
  return job.completedAt === undefined ? '' : fullTime(job.completedAt);
}
