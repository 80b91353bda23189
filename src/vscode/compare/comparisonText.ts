import * as vscode from 'vscode';
import type { ChangedRow, Comparison, RowSample } from '../../core/compare/comparison';
import type { Counterparts } from '../../core/compare/findCounterpart';
import type { JobEntry } from '../../core/jobs/jobEntry';
import { workName } from '../jobs/jobWords';
import { asPlainMarkdown } from '../words/plainMarkdown';
import { bytesInWords, fullTime, numberInWords } from '../words/timeWords';

/** More columns make a table that nobody can read; the file has them all. */
const MAX_COLUMNS = 8;
const MAX_CELL_CHARS = 80;

/** A comparison as Markdown. What stands in the files is data: no link and no image comes of it. */
export function comparisonText({ before, after }: Counterparts, comparison: Comparison | 'same'): string {
  const title = `# ${asPlainMarkdown(vscode.l10n.t('{0}: changes', workName(after)))}`;
  const facts = table(
    ['', vscode.l10n.t('Before'), vscode.l10n.t('After'), vscode.l10n.t('Difference')],
    [
      [vscode.l10n.t('Job'), before.job.id, after.job.id, ''],
      [vscode.l10n.t('Completed'), timeOf(before), timeOf(after), ''],
      [
        vscode.l10n.t('Size'),
        bytesInWords(before.download?.sizeBytes ?? 0),
        bytesInWords(after.download?.sizeBytes ?? 0),
        difference((after.download?.sizeBytes ?? 0) - (before.download?.sizeBytes ?? 0), bytesInWords),
      ],
      ...(comparison === 'same'
        ? []
        : [
            [
              vscode.l10n.t('Rows'),
              numberInWords(comparison.before.rows),
              numberInWords(comparison.after.rows),
              difference(comparison.after.rows - comparison.before.rows, numberInWords),
            ],
          ]),
    ],
  );
  if (comparison === 'same') {
    return [title, facts, asPlainMarkdown(vscode.l10n.t('The files are identical.'))].join('\n\n');
  }
  return [
    title,
    facts,
    ...countsText(comparison),
    ...columnsText(comparison),
    ...changedText(comparison),
    ...samplesText(comparison),
  ].join('\n\n');
}

/** One sentence: `12 rows added, 3 removed, 45 changed.` */
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
  const told =
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
    asPlainMarkdown(told),
    table(
      counts.map(([name]) => name),
      [counts.map(([, count]) => numberInWords(count))],
    ),
  ];
}

function columnsText({ columns, changedColumns, changed, detailedRows }: Comparison): readonly string[] {
  const list = (names: readonly string[]): string => names.join(', ');
  const texts = [
    ...(columns.added.length === 0
      ? []
      : [asPlainMarkdown(vscode.l10n.t('New columns, not compared: {0}.', list(columns.added)))]),
    ...(columns.removed.length === 0
      ? []
      : [asPlainMarkdown(vscode.l10n.t('Removed columns, not compared: {0}.', list(columns.removed)))]),
  ];
  if (changedColumns.length === 0) {
    return texts;
  }
  const partly =
    detailedRows < changed
      ? [asPlainMarkdown(vscode.l10n.t('Based on the first {0} changed rows.', numberInWords(detailedRows)))]
      : [];
  return [
    ...texts,
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
  const rows = samples.changed.flatMap(({ key: values, cells }: ChangedRow) =>
    cells.map(({ column, before, after }, index) => [index === 0 ? values.join(' + ') : '', column, before, after]),
  );
  const name = key.kind === 'columns' ? key.columns.join(' + ') : '';
  return [
    heading(someOf(vscode.l10n.t('Changed rows'), samples.changed.length, changed)),
    table([name, vscode.l10n.t('Column'), vscode.l10n.t('Before'), vscode.l10n.t('After')], rows),
  ];
}

function samplesText({ samples, added, removed }: Comparison): readonly string[] {
  return [
    ...rowsText(vscode.l10n.t('Added rows'), samples.added, added),
    ...rowsText(vscode.l10n.t('Removed rows'), samples.removed, removed),
  ];
}

function rowsText(title: string, rows: readonly RowSample[], count: number): readonly string[] {
  const [first] = rows;
  if (first === undefined) {
    return [];
  }
  return [
    heading(someOf(title, rows.length, count)),
    table(
      first.slice(0, MAX_COLUMNS).map(({ column }) => column),
      rows.map((cells) => cells.slice(0, MAX_COLUMNS).map(({ value }) => value)),
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
