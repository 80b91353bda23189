import { createHash } from 'node:crypto';
import { PassThrough, type Readable, type Transform } from 'node:stream';
import {
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  gunzipSync,
  constants,
} from 'node:zlib';
import { ApiError } from '../apiError';
import type { HeaderSource, HttpResponse } from '../api/http';
import { errorCode } from '../files/fileError';
import { mediaType } from './fileFormat';

/** A body with its content encoding removed. */
export interface DecodedBody {
  readonly stream: Readable;
  /** Whether the bytes differ from those that were sent. If so, positions in them mean nothing to the server. */
  readonly isEncoded: boolean;
  /** The MD5 (hex) of the bytes that were sent, once the stream has ended. Undefined if nothing was decoded. */
  readonly sentMd5: () => string | undefined;
}

const GZIP_NAMES = ['gzip', 'x-gzip'];

export function isEncoded(headers: HeaderSource): boolean {
  return !['', 'identity'].includes(encodingOf(headers));
}

function encodingOf(headers: HeaderSource): string {
  return headers.get('content-encoding')?.trim().toLowerCase() ?? '';
}

/**
 * Decodes gzip, br, and deflate while streaming. A `.gz` file that a server labels as gzip-encoded stays compressed, as
 * its name says, unless it contains a second gzip. The output has no limit here, because a report full of zeros
 * compresses to a thousandth of its size. Throws ApiError `unreadable` for an unknown encoding.
 */
export function decodeBody({ body, headers }: HttpResponse, suggestedName: string | undefined): DecodedBody {
  const encoding = encodingOf(headers);
  if (!isEncoded(headers)) {
    return { stream: body, isEncoded: false, sentMd5: () => undefined };
  }
  const isGzipFile =
    /\.(?:gz|tgz|gzip)$/i.test(suggestedName ?? '') ||
    /^application\/(?:x-)?gzip$/.test(mediaType(headers.get('content-type')));
  const chooseDecoder = decoderFor(encoding, isGzipFile);
  if (!chooseDecoder) {
    throw new ApiError('unreadable', `The file has an unknown encoding: ${encoding}`);
  }
  const sent = createHash('md5');
  const output = new PassThrough();
  let decoder: Transform | undefined;
  body.once('data', (first: Buffer) => {
    decoder = chooseDecoder(first);
    decoder.on('error', (error) => output.destroy(asDecodingError(error)));
    decoder.pipe(output);
    decoder.write(first);
    body.pipe(decoder);
  });
  body.on('data', (piece: Buffer) => sent.update(piece));
  body.once('end', () => {
    if (!decoder) {
      output.end();
    }
  });
  body.on('error', (error) => output.destroy(error));
  output.once('close', () => {
    body.destroy();
    decoder?.destroy();
  });
  return { stream: output, isEncoded: true, sentMd5: () => sent.copy().digest('hex') };
}

/** An encoding that ends too early means that the body was cut. Any other error means that the bytes are wrong. */
function asDecodingError(error: Error): Error {
  return errorCode(error) === 'Z_BUF_ERROR'
    ? error
    : new ApiError('unreadable', `The encoded data is damaged: ${error.message}`, { cause: error });
}

function decoderFor(encoding: string, isGzipFile: boolean): ((first: Buffer) => Transform) | undefined {
  if (GZIP_NAMES.includes(encoding)) {
    return (first) => (isGzipFile && !holdsGzip(first) ? new PassThrough() : createGunzip());
  }
  if (encoding === 'br') {
    return () => createBrotliDecompress();
  }
  // The name means the zlib format, but some servers leave out its header.
  return encoding === 'deflate'
    ? (first) => (((first[0] ?? 0) & 0x0f) === 8 ? createInflate() : createInflateRaw())
    : undefined;
}

/** Whether the data inside the gzip that starts with `first` is gzip, too. */
function holdsGzip(first: Buffer): boolean {
  try {
    const inside = gunzipSync(first, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 16 * 1024 * 1024 });
    return inside[0] === 0x1f && inside[1] === 0x8b;
  } catch {
    return false;
  }
}
