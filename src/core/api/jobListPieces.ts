import { ApiError } from '../apiError';
import { decodeJobs } from '../jobs/decodeJob';
import { type Job, nameOfRow } from '../jobs/job';
import { checkRowCount, decodeList } from './decodeList';

/** The parsed rows of a piece are garbage before the collector copies them, which costs more than parsing them. */
const PIECE_BYTES = 64 * 1024;
/** Longer than the start of any list up to its first value. */
const HEAD_BYTES = 256;
const [OPEN, CLOSE] = [Buffer.from('['), Buffer.from(']')];

interface Piece {
  readonly bytes: Buffer;
  readonly firstIndex: number;
  readonly jobs: readonly Job[];
}

/** Jobs by the distance of their piece from the end of its body, in bytes. */
export type Pieces = ReadonlyMap<number, Piece>;

interface JobPieces {
  readonly jobs: readonly Job[];
  readonly pieces: Pieces;
}

/**
 * Reads a bare array of jobs piece by piece. Doesn't parse pieces that have the same bytes in `last`, which are nearly
 * all of them in a long list, because older jobs no longer change. Undefined if the body is anything else, or can't be
 * cut. Throws `tooLarge`.
 */
export function readInPieces(
  body: Buffer,
  parse: (body: Buffer) => unknown,
  last: Pieces = new Map(),
): JobPieces | undefined {
  const pieces = new Map<number, Piece>();
  const jobs: Job[] = [];
  for (const { bytes, fromEnd } of cut(body)) {
    const before = last.get(fromEnd);
    const firstIndex = jobs.length;
    const piece =
      before?.bytes.equals(bytes) === true && keepsItsIds(before, firstIndex)
        ? before.jobs
        : decode(bytes, parse, firstIndex, before?.jobs);
    if (piece === undefined) {
      return undefined;
    }
    checkRowCount(firstIndex + piece.length);
    pieces.set(fromEnd, { bytes, firstIndex, jobs: piece });
    for (const job of piece) {
      jobs.push(job);
    }
  }
  return pieces.size === 0 ? undefined : { jobs, pieces };
}

/** Undefined if the piece was cut within a row, and is therefore no JSON. */
function decode(
  bytes: Buffer,
  parse: (body: Buffer) => unknown,
  firstIndex: number,
  known: readonly Job[] | undefined,
): readonly Job[] | undefined {
  try {
    return decodeJobs(decodeList(parse(Buffer.concat([OPEN, bytes, CLOSE])), 'Jobs').rows, firstIndex, known);
  } catch (error) {
    if (error instanceof ApiError && error.kind === 'unreadable') {
      return undefined;
    }
    throw error;
  }
}

/** Jobs without an ID are named by their position in the whole list. */
function keepsItsIds({ firstIndex, jobs }: Piece, firstIndexNow: number): boolean {
  return firstIndex === firstIndexNow || jobs.every(({ id }, index) => id !== nameOfRow(firstIndex + index));
}

/**
 * Cuts an array of objects between two of them, about every `PIECE_BYTES`. Counts from the end, so that new jobs at the
 * start move no cut. In JSON, the bytes `},{"Id":` are either the start of a row, or of an object within a row. In the
 * second case, the piece has unclosed brackets.
 */
function cut(body: Buffer): readonly { readonly bytes: Buffer; readonly fromEnd: number }[] {
  const [head, firstKey = ''] = /^\[(\{"\w+":)/.exec(body.toString('latin1', 0, HEAD_BYTES)) ?? [];
  if (head === undefined || body.at(-1) !== CLOSE[0]) {
    return [];
  }
  const pieces: { bytes: Buffer; fromEnd: number }[] = [];
  let end = body.length - 1;
  while (end > 0) {
    const comma = end > PIECE_BYTES ? body.lastIndexOf(`,${firstKey}`, end - PIECE_BYTES) : -1;
    pieces.push({ bytes: body.subarray(Math.max(0, comma) + 1, end), fromEnd: body.length - end });
    end = comma;
  }
  return pieces.reverse();
}
