import { fieldsOf } from '../isRecord';
import { DELIMITERS } from './csvDialect';
import { type Encoding, ENCODINGS } from './textDecoding';

/** What the user said of a file in place of what was guessed. */
export interface TableChoice {
  readonly encoding?: Encoding;
  readonly delimiter?: string;
  /** Counted from 1; 0: the file has no titles. */
  readonly titleLine?: number;
  /** The path of a table in a file that holds several. */
  readonly table?: string;
}

export const NO_CHOICE: TableChoice = {};

/** Reads a choice that was stored, or came from a page; what makes no sense of it is left out. Pure. */
export function decodeTableChoice(value: unknown): TableChoice {
  const { encoding, delimiter, titleLine, table } = fieldsOf(value);
  const known = ENCODINGS.find((name) => name === encoding);
  return {
    ...(known !== undefined && { encoding: known }),
    ...(isDelimiter(delimiter) && { delimiter }),
    ...(Number.isSafeInteger(titleLine) && (titleLine as number) >= 0 && { titleLine: titleLine as number }),
    ...(typeof table === 'string' && { table }),
  };
}

/** Any character that can stand between cells, though only a few are offered. */
export function isDelimiter(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value.length === 1 &&
    (DELIMITERS.some((known) => known === value) || !/["\r\n\p{L}\p{N}]/u.test(value))
  );
}
