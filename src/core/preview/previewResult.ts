import { isApiError } from '../apiError';
import { decodeBody, isEncoded } from '../download/contentDecoding';
import { readContentRange } from '../download/contentRange';
import { isDownloadError } from '../download/downloadError';
import { openSource, type Source, type SourceOptions } from '../download/openSource';
import { refuseErrorPage } from '../download/refuseErrorPage';
import { readBody } from '../download/readBody';
import { suggestedNameOf } from '../download/suggestedName';
import { NO_CHOICE, type TableChoice } from '../tables/tableChoice';
import type { TableClues } from '../tables/tableFormat';
import { DEFAULT_LIMITS, type Preview, type PreviewLimits } from './preview';
import { PreviewReader } from './previewReader';

export interface PreviewRequest extends SourceOptions {
  readonly limits?: PreviewLimits;
  readonly choice?: TableChoice;
}

/** Node reads at most this much from a connection at once. */
const MAX_PIECE_BYTES = 64 * 1024;

/**
 * Reads the first rows of a job's result. Fetches only what they need, and at most `limits.maxBytes`: requests a range,
 * and stops a server that sends the whole file. Throws ApiError, DownloadError, and TableError.
 */
export async function previewResult(request: PreviewRequest): Promise<Preview> {
  try {
    return await attempt(request);
  } catch (error) {
    // An expired link or a lost connection is worth one retry. After that, the user decides.
    const isWorthIt = isDownloadError(error) ? error.kind === 'expired' : isApiError(error) && error.kind === 'cut';
    if (!isWorthIt || request.signal.aborted) {
      throw error;
    }
    return attempt(request);
  }
}

async function attempt(request: PreviewRequest): Promise<Preview> {
  const { maxBytes } = request.limits ?? DEFAULT_LIMITS;
  const source = await openSource(request, { Range: `bytes=0-${maxBytes - 1}` });
  const { status, headers } = source.response;
  if (status === 200) {
    return readRows(request, source, sizeOf(source));
  }
  const range = readContentRange(headers.get('content-range'));
  if (status === 206 && range?.startBytes === 0 && !isEncoded(source.response.headers)) {
    return readRows(request, source, range.totalBytes);
  }
  source.response.body.destroy();
  if (status === 416 && range?.totalBytes === 0) {
    // An empty file has no first byte to request.
    return {
      ...readerOf(request, source).finish(true),
      fileBytes: 0,
      fetchedBytes: 0,
      fileName: cluesOf(source).suggestedName,
    };
  }
  const whole = await openSource(request, {});
  return readRows(request, whole, sizeOf(whole));
}

/** Reads a body from the file's first byte, block by block, until the table has its rows. */
async function readRows(request: PreviewRequest, source: Source, fileBytes: number | undefined): Promise<Preview> {
  const { clock, signal, limits = DEFAULT_LIMITS } = request;
  const { response } = source;
  const { suggestedName } = cluesOf(source);
  const { stream } = decodeBody(response, suggestedName);
  const isUnlimited = response.status === 200 && (fileBytes ?? Infinity) > limits.maxBytes;
  const reader = readerOf(request, source);
  let fetchedBytes = 0;
  response.body.on('data', (piece: Buffer) => (fetchedBytes += piece.length));

  const onPiece = (piece: Buffer): boolean => {
    try {
      // The next piece could exceed the limit.
      const isEnough = !reader.push(piece) || (isUnlimited && fetchedBytes > limits.maxBytes - MAX_PIECE_BYTES);
      if (isEnough) {
        reading.stop();
      }
      return !isEnough;
    } catch (error) {
      reading.fail(error);
      return false;
    }
  };
  const reading = readBody(stream, clock, signal, { onPiece, onTick: () => undefined });
  let isOver = false;
  stream.once('end', () => (isOver = true));
  try {
    await reading.ended;
  } finally {
    response.body.destroy();
  }
  const isWholeBody = isOver && (response.status === 200 || fetchedBytes === fileBytes);
  return { ...reader.finish(isWholeBody), fileBytes, fetchedBytes, fileName: suggestedName };
}

function readerOf({ limits = DEFAULT_LIMITS, choice = NO_CHOICE }: PreviewRequest, source: Source): PreviewReader {
  return new PreviewReader({
    clues: cluesOf(source),
    limits,
    choice,
    check: (beginning, isWhole) => refuseErrorPage(beginning, isWhole, source),
  });
}

function cluesOf(source: Source): TableClues {
  return {
    suggestedName: suggestedNameOf(source),
    contentType: source.response.headers.get('content-type'),
  };
}

function sizeOf(source: Source): number | undefined {
  const length = source.response.headers.get('content-length');
  return length !== null && /^\d{1,15}$/.test(length) && !isEncoded(source.response.headers)
    ? Number(length)
    : undefined;
}
