import { fileExtension, SNIFF_BYTES } from '../download/fileFormat';
import { isEvidentCsv } from './csvDialect';
import { JsonParser } from './jsonParser';
import { isTableError, TableError } from './tableError';

export const TABLE_FORMATS = ['csv', 'json', 'jsonLines', 'xml'] as const;
export type TableFormat = (typeof TABLE_FORMATS)[number];

/** What is known about a file besides its bytes. It decides if they leave a doubt. */
export interface TableClues {
  readonly suggestedName: string | undefined;
  readonly contentType: string | null;
}

const LINE_FORMATS = ['ndjson', 'jsonl'];
const TEXT_FORMATS = ['csv', 'tsv', 'txt'];
/**
 * Hive separates cells with the first control character. Files that aren't text have more control characters than a
 * text has by accident.
 */
const MAX_CONTROLS = 2;
const MAX_CONTROLS_SHARE = 0.02;
const CONTROLS = /[\u0000\u0002-\u0008\u000b\u000e-\u0019\u001b-\u001f]/g;
/** A few valid tokens are enough, because text that only looks like JSON breaks its rules immediately. */
const ENOUGH_TOKENS = 6;

/**
 * Detects the format of a file from its first bytes and the same bytes as text. Throws TableError if it isn't a table.
 * `isWhole`: the file has no more bytes. Pure.
 */
export function findFormat(bytes: Buffer, text: string, clues: TableClues, isWhole: boolean): TableFormat {
  const named = fileExtension({ ...clues, firstBytes: bytes.subarray(0, SNIFF_BYTES) });
  const signed = extensionByContent(bytes);
  const controls = text.match(CONTROLS)?.length ?? 0;
  if (signed !== undefined) {
    throw notATable(named);
  }
  if (controls > Math.max(MAX_CONTROLS, text.length * MAX_CONTROLS_SHARE)) {
    throw notATable(TEXT_FORMATS.includes(named) ? 'bin' : named);
  }
  const isNamedJson = named === 'json' || LINE_FORMATS.includes(named);
  const start = text.trimStart();
  if (/^<(?:\?xml|[a-z_!])/i.test(start)) {
    return 'xml';
  }
  if (LINE_FORMATS.includes(named) && !isEvidentlyCsv(start)) {
    return 'jsonLines';
  }
  if (/^[[{]/.test(start) || isNamedJson) {
    const json = lookAtJson(start, isWhole);
    return json === undefined && isEvidentlyCsv(start) ? 'csv' : (json ?? 'json');
  }
  return 'csv';
}

function notATable(subject: string): TableError {
  return new TableError('notATable', `The file isn't a table, but ${subject}`, subject);
}

/** Formats that the first bytes identify. */
function extensionByContent(bytes: Buffer): string | undefined {
  const looked = fileExtension({
    suggestedName: undefined,
    contentType: null,
    firstBytes: bytes.subarray(0, SNIFF_BYTES),
  });
  return ['csv', 'json', 'xml'].includes(looked) ? undefined : looked;
}

/** A line of JSON can look like CSV, but not like a table of several rows and columns that aren't JSON. */
function isEvidentlyCsv(text: string): boolean {
  return lookAtJson(text, false) === undefined && isEvidentCsv(text);
}

/** Undefined if the text breaks the rules of JSON before it's clearly JSON. */
function lookAtJson(text: string, isWhole: boolean): 'json' | 'jsonLines' | undefined {
  let tokens = 0;
  if (isJsonLines(text)) {
    return 'jsonLines';
  }
  const parser = new JsonParser(() => tokens++);
  try {
    parser.push(text);
    if (isWhole) {
      parser.end();
    }
  } catch (error) {
    if (!isTableError(error)) {
      throw error;
    }
    return tokens >= ENOUGH_TOKENS || error.kind === 'tooDeep' ? 'json' : undefined;
  }
  return 'json';
}

/** Whether the first line is a JSON value, and another one begins after it. Pure. */
export function isJsonLines(text: string): boolean {
  const [firstLine, rest] = splitAtLineEnd(text);
  return rest !== undefined && /^\s*[[{]/.test(rest) && isWholeJson(firstLine);
}

function isWholeJson(text: string): boolean {
  const parser = new JsonParser(() => undefined);
  try {
    parser.push(text);
    parser.end();
    return true;
  } catch (error) {
    if (isTableError(error)) {
      return false;
    }
    throw error;
  }
}

function splitAtLineEnd(text: string): readonly [string, string | undefined] {
  const end = text.indexOf('\n');
  return end < 0 ? [text, undefined] : [text.slice(0, end), text.slice(end + 1)];
}
