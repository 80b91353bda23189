import type { HttpResponse } from '../api/http';
import { readContentRange } from './contentRange';
import type { RestartReason } from './downloadProgress';
import { isEncoded } from './contentDecoding';
import { agreesWith, type Validator } from './validator';

/** What the partial file contains when its rest is requested. */
export interface PartialContent {
  readonly offsetBytes: number;
  /** The first byte of the requested range. It's before the end of the file, so that the overlap can be compared. */
  readonly startBytes: number;
  readonly totalBytes: number | undefined;
  readonly validator: Validator;
}

/** What a response means for the current file. */
export type Answer =
  /** The whole file. `restart` is set if a part was requested. */
  | { readonly kind: 'whole'; readonly restart?: RestartReason }
  /** The file from `startBytes` on. */
  | { readonly kind: 'rest'; readonly totalBytes: number | undefined }
  /** There is no rest, because the partial file already has the full length. */
  | { readonly kind: 'complete' }
  /** The response is unusable. Request the whole file. */
  | { readonly kind: 'askAgain'; readonly restart: RestartReason };

/** Interprets a response with status 200, 206, or 416. `partial` is undefined if the whole file was requested. Pure. */
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
    // If-Range is checked before Range, so a server that refuses the part still has the same file and states its
    // length.
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
  // The partial file can be complete even if the server stated a longer file before.
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
