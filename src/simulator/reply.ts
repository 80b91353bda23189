import type { SeekableContent } from './resultContent';
import { toXml } from './xml';

/** Bytes to send, created as needed. */
export interface ReplyBody {
  readonly lengthBytes: number;
  chunks(): Iterable<Buffer> | AsyncIterable<Buffer>;
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: ReplyBody;
}

export type AnswerFormat = 'json' | 'xml';

/** The content of a reply, before it's written as JSON or XML. */
export interface Resource {
  /** The element that contains the fields in XML. Default: the root contains them. */
  readonly element?: string;
  readonly value: unknown;
}

// 512 KiB at a time was the fastest to serve. Less costs turns of the event loop, more costs cache misses.
const CONTENT_CHUNK_BYTES = 512 * 1024;

export function bufferBody(data: string | Uint8Array): ReplyBody {
  const buffer =
    typeof data === 'string' ? Buffer.from(data) : Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return { lengthBytes: buffer.length, chunks: () => (buffer.length > 0 ? [buffer] : []) };
}

/** The bytes of `content` from `start` (included) to `end` (excluded). */
export function contentBody(content: SeekableContent, start = 0, end = content.lengthBytes): ReplyBody {
  return {
    lengthBytes: end - start,
    *chunks() {
      for (let offset = start; offset < end; offset += CONTENT_CHUNK_BYTES) {
        yield content.read(offset, Math.min(end, offset + CONTENT_CHUNK_BYTES));
      }
    },
  };
}

export function resourceReply(
  status: number,
  format: AnswerFormat,
  resource: Resource,
  headers: Record<string, string> = {},
): Reply {
  const text = format === 'json' ? JSON.stringify(resource.value) : toXml(resource.value, resource.element);
  const contentType = format === 'json' ? 'application/json;charset=UTF-8' : 'application/xml;charset=UTF-8';
  return { status, headers: { 'Content-Type': contentType, ...headers }, body: bufferBody(text) };
}

export interface FieldError {
  readonly Field: string;
  readonly Message: string;
}

/** An error envelope. Some errors have status 200. */
export function errorReply(
  status: number,
  format: AnswerFormat,
  message: string,
  errors: readonly FieldError[] = [],
  headers: Record<string, string> = {},
): Reply {
  const value = { Status: 'ERROR', Message: message, ...(errors.length > 0 ? { Errors: errors } : {}) };
  return resourceReply(status, format, { value }, headers);
}
