import * as vscode from 'vscode';
import type { Preview } from '../../../core/preview/preview';
import type { Encoding } from '../../../core/preview/sniffEncoding';
import type { TableFormat } from '../../../core/preview/sniffTable';
import type { PreviewView } from '../../../webviews/preview/protocol';
import { bytesInWords, numberInWords } from '../../words/timeWords';

const FORMATS: Readonly<Record<TableFormat, string>> = {
  csv: 'CSV',
  json: 'JSON',
  jsonLines: 'JSON Lines',
  xml: 'XML',
};
const ENCODINGS: Readonly<Record<Encoding, string>> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16 LE',
  'utf-16be': 'UTF-16 BE',
  'windows-1252': 'Latin-1',
};
const DELIMITERS: Readonly<Record<string, () => string>> = {
  ',': () => vscode.l10n.t('commas'),
  ';': () => vscode.l10n.t('semicolons'),
  '\t': () => vscode.l10n.t('tabs'),
  '|': () => vscode.l10n.t('bars'),
};

/** Where a preview was read from. */
export type PreviewOrigin = 'impact.com' | 'file';

/** A preview as its page shows it. */
export function previewView(preview: Preview, origin: PreviewOrigin, readingId: number): PreviewView {
  const { columns, rows, format, encoding, delimiter } = preview;
  const divided = delimiter === undefined || columns.length < 2 ? undefined : DELIMITERS[delimiter];
  const source =
    origin === 'file'
      ? vscode.l10n.t('read from the downloaded file')
      : vscode.l10n.t('{0} fetched', bytesInWords(preview.fetchedBytes));
  return {
    readingId,
    sentence: sentence(preview),
    facts: [FORMATS[format], ENCODINGS[encoding], ...(divided === undefined ? [] : [divided()]), source],
    warning: warning(preview),
    columns,
    rows,
  };
}

function sentence({ rows, columns, isWhole, fileBytes }: Preview): string {
  const count = numberInWords(rows.length);
  if (isWhole) {
    const size = bytesInWords(fileBytes ?? 0);
    return columns.length === 0
      ? vscode.l10n.t('The file is empty.')
      : fileBytes === undefined
        ? vscode.l10n.t('The whole file, with rows: {0}', count)
        : vscode.l10n.t('The whole file of {0}, with rows: {1}', size, count);
  }
  return fileBytes === undefined
    ? vscode.l10n.t('The first {0} rows of the file', count)
    : vscode.l10n.t('The first {0} rows of a file of {1}', count, bytesInWords(fileBytes));
}

function warning({ isDamaged, columns, leftOutColumns }: Preview): string {
  const sentences = [
    ...(isDamaged ? [vscode.l10n.t('The file is broken after these rows, so the rest cannot be read.')] : []),
    ...(leftOutColumns > 0
      ? [vscode.l10n.t('Only the first {0} columns are shown: the file has more.', numberInWords(columns.length))]
      : []),
  ];
  return sentences.join(' ');
}
