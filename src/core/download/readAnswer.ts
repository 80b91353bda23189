import type { HttpResponse } from '../api/http';
import { readContentRange } from './contentRange';
import type { RestartReason } from './downloadProgress';
import { isEncoded } from './contentDecoding';
import { agreesWith, type Validator } from './validator';

/** What the partial file holds when the rest of it is asked for. */
export interface PartialContent {
  readonly offsetBytes: number;
  /** Where the range begins that is asked for: before the end, to be compared. */
  readonly startBytes: number;
  readonly totalBytes: number | undefined;
  readonly validator: Validator;
}

/** What an answer means for the file at hand. */
export type Answer =
  /** The whole file; `restart` where a part had been asked for. */
  | { readonly kind: 'whole'; readonly restart?: RestartReason }
  /** The file from `startBytes` on. */
  | { readonly kind: 'rest'; readonly totalBytes: number | undefined }
  /** There is no rest: the file is as long as what is there. */
  | { readonly kind: 'complete' }
  /** No use: ask for the whole. */
  | { readonly kind: 'askAgain'; readonly restart: RestartReason };

/** Reads an answer of status 200, 206 or 416. `partial` is undefined when the whole was asked for. Pure. */
export function readAnswer(
  { status, headers }: Pick<HttpResponse, 'status' | 'headers'>,
  partial: PartialContent | undefined,
): Answer {
  if (!partial) {
    return status === 200 ? { kind: 'whole' } : { kind: 'askAgain', restart: 'wrongRange' };
  }
  const range = readContentRange(headers.get('content-range'));
  if (status === 200) {
    return { kind: 'whole', restart: agreesWith(headers, partial.validator) ? 'noRanges' : 'changed' };
  }
  if (status === 416) {
    // If-Range comes before Range: a server that refuses the part has the same file still, and tells its length.
    const isComplete = range?.startBytes === undefined && range?.totalBytes === partial.offsetBytes;
    return isComplete ? { kind: 'complete' } : { kind: 'askAgain', restart: 'wrongRange' };
  }
  if (!agreesWith(headers, partial.validator)) {
    return { kind: 'askAgain', restart: 'changed' };
  }
  if (isEncoded(headers)) {
    return { kind: 'askAgain', restart: 'encoded' };
  }
  const { startBytes, endBytes, totalBytes } = range ?? {};
  // What is there may be all, although a longer file was told of.
  const isSameTotal =
    totalBytes === undefined ||
    [undefined, totalBytes].includes(partial.totalBytes) ||
    totalBytes === partial.offsetBytes;
  const isRest =
    startBytes === partial.startBytes &&
    endBytes !== undefined &&
    endBytes >= partial.offsetBytes - 1 &&
    isSameTotal &&
    (totalBytes === undefined || endBytes === totalBytes - 1);
  return isRest ? { kind: 'rest', totalBytes } : { kind: 'askAgain', restart: 'wrongRange' };
}
