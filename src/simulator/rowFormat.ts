import type { ResultFormat } from './jobScript';

/** How to write a result in one format. Each row contains the separator before it. */
export interface RowFormat {
  readonly extension: string;
  readonly contentType: string;
  header(names: readonly string[]): string;
  /** The text before the first value of a row. Always the same length, like the text after the last one. */
  rowStart(names: readonly string[]): string;
  /** The text between the values of two columns. */
  between(names: readonly string[], column: number): string;
  rowEnd(names: readonly string[]): string;
  /** The separator between rows, with as many bytes as `firstSeparator`. */
  readonly separator: string;
  readonly firstSeparator: string;
  readonly footer: string;
  encode(value: string): string;
}

export const ROW_FORMATS: Record<ResultFormat, RowFormat> = {
  CSV: {
    extension: 'csv',
    contentType: 'text/csv;charset=UTF-8',
    header: (names) => `${names.join(',')}\n`,
    rowStart: () => '',
    between: () => ',',
    rowEnd: () => '\n',
    separator: '',
    firstSeparator: '',
    footer: '',
    encode: (value) => (/[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value),
  },
  JSON: {
    extension: 'json',
    contentType: 'application/json;charset=UTF-8',
    header: () => '{"Records":[',
    rowStart: (names) => `\n{"${names[0]}":"`,
    between: (names, column) => `","${names[column + 1]}":"`,
    rowEnd: () => '"}',
    separator: ',',
    firstSeparator: ' ',
    footer: '\n]}\n',
    encode: (value) => JSON.stringify(value).slice(1, -1),
  },
  XML: {
    extension: 'xml',
    contentType: 'application/xml;charset=UTF-8',
    header: () => '<?xml version="1.0" encoding="UTF-8"?>\n<ImpactRadiusResponse><Records>\n',
    rowStart: (names) => `<Record><${names[0]}>`,
    between: (names, column) => `</${names[column]}><${names[column + 1]}>`,
    rowEnd: (names) => `</${names[names.length - 1]}></Record>\n`,
    separator: '',
    firstSeparator: '',
    footer: '</Records></ImpactRadiusResponse>\n',
    encode: (value) => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;'),
  },
};

/** In JSON, clicks have their own name. */
export const CLICK_FORMATS: Record<ResultFormat, RowFormat> = {
  ...ROW_FORMATS,
  JSON: { ...ROW_FORMATS.JSON, header: () => '{"Clicks":[' },
};
