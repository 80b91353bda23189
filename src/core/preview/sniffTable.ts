import { fileExtension, SNIFF_BYTES } from '../download/fileFormat';

export const TABLE_FORMATS = ['csv', 'json', 'jsonLines', 'xml'] as const;
export type TableFormat = (typeof TABLE_FORMATS)[number];

export interface TableClues {
  readonly suggestedName: string | undefined;
  readonly contentType: string | null;
}

/** What a file holds: a table that can be read, or something else, told by its extension. */
export type Sniffed = { readonly format: TableFormat } | { readonly otherThanTable: string };

const LINE_FORMATS = ['ndjson', 'jsonl'];

/** `bytes` are the file's first, `text` the same decoded. What a text looks like outweighs what it is called. Pure. */
export function sniffTable(bytes: Buffer, text: string, clues: TableClues): Sniffed {
  const named = fileExtension({ ...clues, firstBytes: bytes.subarray(0, SNIFF_BYTES) });
  if (text.includes('\0')) {
    return { otherThanTable: ['csv', 'tsv', 'txt'].includes(named) ? 'bin' : named };
  }
  const looked = fileExtension({
    suggestedName: undefined,
    contentType: null,
    firstBytes: Buffer.from(text.slice(0, SNIFF_BYTES)),
  });
  if (looked === 'json') {
    return { format: LINE_FORMATS.includes(named) || isJsonLines(text) ? 'jsonLines' : 'json' };
  }
  if (looked === 'xml') {
    return { format: 'xml' };
  }
  if (looked !== 'csv') {
    return { otherThanTable: named };
  }
  return LINE_FORMATS.includes(named) ? { format: 'jsonLines' } : { format: 'csv' };
}

/** Whether the first line is a JSON object of its own and another one follows. */
function isJsonLines(text: string): boolean {
  const [first = '', second] = text.trimStart().split('\n', 2);
  if (second === undefined || !second.trimStart().startsWith('{')) {
    return false;
  }
  try {
    return typeof JSON.parse(first) === 'object';
  } catch {
    return false;
  }
}
