/** The formats of files whose rows can be told apart. */
export type RowFormat = 'csv' | 'json' | 'ndjson' | 'xml';

const FORMATS: Readonly<Record<string, RowFormat>> = {
  csv: 'csv',
  tsv: 'csv',
  txt: 'csv',
  json: 'json',
  ndjson: 'ndjson',
  jsonl: 'ndjson',
  xml: 'xml',
};

/** By the file's ending; undefined for what is compressed or no table at all. */
export function rowFormatOf(fileName: string): RowFormat | undefined {
  const ending = /\.([a-z0-9]+)$/i.exec(fileName)?.[1]?.toLowerCase() ?? '';
  return Object.hasOwn(FORMATS, ending) ? FORMATS[ending] : undefined;
}
