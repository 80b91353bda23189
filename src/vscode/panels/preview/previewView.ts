import * as vscode from 'vscode';
import type { Preview } from '../../../core/preview/preview';
import type { PreviewView } from '../../../webviews/preview/protocol';
import { damageSentence, noteInWords, readingInWords } from '../../words/tableWords';
import { bytesInWords, numberInWords } from '../../words/timeWords';
import { plural } from '../../words/plural';

/** Where a preview was read from. */
export type PreviewOrigin = 'impact.com' | 'file';

/** A preview as its page shows it. */
export function previewView(preview: Preview, origin: PreviewOrigin, readingId: number): PreviewView {
  const { columns, rows } = preview;
  const source =
    origin === 'file'
      ? vscode.l10n.t('read from the downloaded file')
      : vscode.l10n.t('{0} fetched', bytesInWords(preview.fetchedBytes));
  return {
    readingId,
    sentence: sentence(preview),
    facts: [...readingInWords(preview, columns.length), source],
    columnsSentence: columnsSentence(preview),
    warning: warning(preview),
    columns,
    rows,
  };
}

function sentence({ rows, columns, isWhole, fileBytes }: Preview): string {
  const count = numberInWords(rows.length);
  if (isWhole) {
    if (columns.length === 0) {
      return vscode.l10n.t('The file is empty.');
    }
    const rowCount = plural(rows.length, vscode.l10n.t('{0} row', count), vscode.l10n.t('{0} rows', count));
    return fileBytes === undefined
      ? vscode.l10n.t('Entire file, {0}', rowCount)
      : vscode.l10n.t('Entire file ({0}), {1}', bytesInWords(fileBytes), rowCount);
  }
  if (fileBytes === undefined) {
    return plural(
      rows.length,
      vscode.l10n.t('First {0} row of the file', count),
      vscode.l10n.t('First {0} rows of the file', count),
    );
  }
  const size = bytesInWords(fileBytes);
  return plural(
    rows.length,
    vscode.l10n.t('First {0} row of a {1} file', count, size),
    vscode.l10n.t('First {0} rows of a {1} file', count, size),
  );
}

function columnsSentence({ rows, isWhole }: Preview): string {
  const count = numberInWords(rows.length);
  return isWhole
    ? vscode.l10n.t('Figures cover all rows: {0}', count)
    : vscode.l10n.t('Figures cover only the rows read: {0}', count);
}

function warning({ damage, columns, rows, isWhole, leftOutColumns, tables, table, notes, readBytes }: Preview): string {
  const others = tables.filter(({ path, rows: count }) => path !== table && count > 0);
  return [
    ...(damage === undefined ? [] : [damageSentence(damage)]),
    ...(rows.length === 0 && !isWhole && readBytes > 0
      ? [vscode.l10n.t('The first row is longer than {0}, the maximum for a preview.', bytesInWords(readBytes))]
      : []),
    ...(leftOutColumns > 0
      ? [vscode.l10n.t('The file has more columns. Only the first {0} are shown.', numberInWords(columns.length))]
      : []),
    ...(others.length > 0
      ? [vscode.l10n.t('The file also contains other tables: {0}.', others.map(({ path }) => path).join(', '))]
      : []),
    ...notes.map(noteInWords),
  ].join(' ');
}
