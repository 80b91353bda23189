import { fieldsOf } from '../isRecord';
import { DELIMITERS } from './csvDialect';
import { type Encoding, ENCODINGS } from './textDecoding';

/** What the user chose for a file. It replaces guesses. */
export interface TableChoice {
  readonly encoding?: Encoding;
  readonly delimiter?: string;
  /** Starts at 1. 0: the file has no titles. */
  readonly titleLine?: number;
  /** The path of a table in a file that contains several. */
  readonly table?: string;
}

export const NO_CHOICE: TableChoice = {};

/** Reads a choice that was stored or sent by a page. Leaves out anything invalid. Pure. */
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

/** Accepts any character that can separate cells, though the user is offered only a few. */
export function isDelimiter(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value.length === 1 &&
    (DELIMITERS.some((known) => known === value) || !/["\r\n\p{L}\p{N}]/u.test(value))
  );
}
