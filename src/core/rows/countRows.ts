import { readChunks } from './readChunks';
import { readRows } from './readRows';
import { isRowError } from './rowReader';
import { rowFormatOf } from './rowFormat';

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;
/** Line breaks, and what stands between values. */
const BEFORE_VALUE = [LF, CR, ...Buffer.from(',;\t|')];
const BOM = Buffer.from('\ufeff');

/**
 * How many rows a file has, its header not counted, read through without keeping any of it. Undefined where they cannot
 * be told apart: it is compressed, no table, or broken.
 */
export async function countRows(path: string, signal?: AbortSignal): Promise<number | undefined> {
  const format = rowFormatOf(path);
  if (format === undefined) {
    return undefined;
  }
  if (format === 'csv') {
    return Math.max(0, (await countLines(path, signal)) - 1);
  }
  let count = 0;
  try {
    for await (const { rows } of readRows(path, signal)) {
      count += rows.length;
    }
    return count;
  } catch (error) {
    if (isRowError(error)) {
      return undefined;
    }
    throw error;
  }
}

/**
 * Lines with anything in them. A quote opens a value only where one begins; line breaks between quotes belong to it, and
 * a doubled quote ends it and begins it again.
 */
async function countLines(path: string, signal: AbortSignal | undefined): Promise<number> {
  let lines = 0;
  let isQuoted = false;
  let hasContent = false;
  let before = LF;
  let hasBegun = false;
  for await (const block of readChunks(path, signal)) {
    const chunk = !hasBegun && block.subarray(0, BOM.length).equals(BOM) ? block.subarray(BOM.length) : block;
    hasBegun = true;
    for (const byte of chunk) {
      if (byte === QUOTE && (isQuoted || before === QUOTE || BEFORE_VALUE.includes(before))) {
        isQuoted = !isQuoted;
        hasContent = true;
      } else if ((byte === LF || byte === CR) && !isQuoted) {
        lines += hasContent ? 1 : 0;
        hasContent = false;
      } else {
        hasContent = true;
      }
      before = byte;
    }
  }
  return lines + (hasContent ? 1 : 0);
}
