import { createHash } from 'node:crypto';
import { pipeline, Readable } from 'node:stream';
import * as zlib from 'node:zlib';
import type { Delivery } from './deliver';
import type { EffectOf, FaultBody, FaultPlace } from './fault';
import type { MetFaults } from './faultBoard';
import { bufferBody, errorReply } from './reply';
import type { AnswerFormat, Reply, ReplyBody } from './reply';

const REASONS: Readonly<Record<number, string>> = {
  200: 'Validation Failed',
  401: 'Access Denied',
  403: 'Forbidden',
  404: 'Not Found',
  410: 'Gone',
  429: 'Rate limit exceeded',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

/** The reply that a fault sends instead of the real one. */
export function answerOf(fault: EffectOf<'answer'>, format: AnswerFormat): Reply {
  const status = fault.status ?? 200;
  const reason = REASONS[status] ?? 'Error';
  const base = bodyReply(fault.body ?? 'envelope', status, reason, format);
  const retryAfter: Record<string, string> =
    fault.retryAfter === undefined ? {} : { 'Retry-After': String(fault.retryAfter) };
  return { ...base, headers: { ...base.headers, ...retryAfter, ...fault.headers } };
}

function bodyReply(body: FaultBody, status: number, reason: string, format: AnswerFormat): Reply {
  const text = (contentType: string, content: string): Reply => ({
    status,
    headers: { 'Content-Type': contentType },
    body: bufferBody(content),
  });
  switch (body) {
    case 'envelope':
      return errorReply(status, format, reason);
    case 'xml':
      return errorReply(status, 'xml', reason);
    case 'empty':
      return { status, headers: {}, body: bufferBody('') };
    case 'html':
      return text(
        'text/html',
        `<!DOCTYPE html>\n<html><head><title>${status} ${reason}</title></head><body><h1>${reason}</h1><p>gateway-7</p></body></html>\n`,
      );
    case 'firewall':
      return text(
        'text/html',
        '<!DOCTYPE html>\n<html><head><title>Web Page Blocked!</title></head><body><h1>Your organization blocks this page</h1></body></html>\n',
      );
    case 'invalidJson':
      return text('application/json;charset=UTF-8', '[{"Id":"81258bc5-54cf-4a09-9fbc-eb837637d02f","Status":"RUN');
    default:
      return 'text' in body
        ? text(body.contentType ?? 'application/json;charset=UTF-8', body.text)
        : { status, headers: { 'Content-Type': 'application/json;charset=UTF-8' }, body: hugeJson(body.hugeJsonBytes) };
  }
}

function hugeJson(lengthBytes: number): ReplyBody {
  const frame = ['{"Jobs":[],"Padding":"', '"}'] as const;
  const padding = Buffer.alloc(64 * 1024, 'x');
  return {
    lengthBytes,
    *chunks() {
      yield Buffer.from(frame[0]);
      for (let rest = lengthBytes - frame[0].length - frame[1].length; rest > 0; rest -= padding.length) {
        yield padding.subarray(0, rest);
      }
      yield Buffer.from(frame[1]);
    },
  };
}

/** The reply after the faults have changed its body. */
export async function spoilReply(reply: Reply, faults: MetFaults): Promise<Reply> {
  let { body } = reply;
  const headers: Record<string, string> = { ...reply.headers };
  const encoding = faults.find('encoding')?.encoding;
  const digest = faults.find('digest');
  const corruption = faults.find('corrupt');
  const truncation = faults.find('truncate');
  if (digest && digest.of !== 'sent') {
    headers['Content-MD5'] = await digestOf(body, digest);
  }
  if (corruption && !corruption.encoded) {
    body = corrupted(body, placeIn(corruption.atByte, body.lengthBytes));
  }
  if (encoding !== undefined) {
    headers['Content-Encoding'] = encoding;
    body = encoded(body, encoding);
  }
  if (digest?.of === 'sent') {
    headers['Content-MD5'] = await digestOf(body, digest);
  }
  if (corruption?.encoded) {
    body = corrupted(body, corruption.atByte);
  }
  if (truncation) {
    body = truncated(body, truncation.atByte);
  }
  if (faults.find('endless')) {
    body = endless(body);
  }
  return { status: reply.status, headers, body };
}

/** How to send the reply with these faults. */
export function deliveryOf(body: ReplyBody, faults: MetFaults): Delivery {
  const cut = faults.find('cut');
  const stall = faults.find('stall');
  const drip = faults.find('drip');
  // The length of an encoded, decompressed, or endless body isn't known in advance.
  const asked = faults.find('length')?.length;
  const isUnknown = !Number.isFinite(body.lengthBytes) || faults.find('storedGzip') !== undefined;
  const length = isUnknown && asked !== 'missing' ? 'chunked' : asked;
  return {
    ...(length === undefined ? {} : { length }),
    ...(cut ? { cut: { atByte: placeIn(cut.at, body.lengthBytes), how: cut.how ?? 'reset' } } : {}),
    ...(stall ? { stall: { atByte: placeIn(stall.at, body.lengthBytes), forMs: stall.forMs ?? Infinity } } : {}),
    ...(drip ? { bytesPerSecond: drip.bytesPerSecond } : {}),
  };
}

function placeIn(place: FaultPlace, lengthBytes: number): number {
  if (place === 'headers') {
    return 0;
  }
  return place < 0 ? Math.max(0, lengthBytes + place) : place;
}

async function digestOf(body: ReplyBody, { correct }: EffectOf<'digest'>): Promise<string> {
  const hash = createHash('md5');
  if (!correct) {
    return hash.update('other bytes').digest('base64');
  }
  for await (const chunk of body.chunks()) {
    hash.update(chunk);
  }
  return hash.digest('base64');
}

function corrupted(body: ReplyBody, atByte: number): ReplyBody {
  return {
    ...body,
    async *chunks() {
      let offset = 0;
      for await (const chunk of body.chunks()) {
        const index = atByte - offset;
        offset += chunk.length;
        if (index < 0 || index >= chunk.length) {
          yield chunk;
        } else {
          const copy = Buffer.from(chunk);
          copy[index] = (copy[index] ?? 0) ^ 1;
          yield copy;
        }
      }
    },
  };
}

function truncated(body: ReplyBody, atByte: number): ReplyBody {
  return {
    lengthBytes: Math.min(body.lengthBytes, atByte),
    async *chunks() {
      let rest = atByte;
      for await (const chunk of body.chunks()) {
        yield chunk.subarray(0, rest);
        rest -= Math.min(rest, chunk.length);
        if (rest === 0) {
          return;
        }
      }
    },
  };
}

function encoded(body: ReplyBody, encoding: 'gzip' | 'br' | 'deflate'): ReplyBody {
  const encoders = {
    gzip: () => zlib.createGzip(),
    deflate: () => zlib.createDeflate(),
    br: () => zlib.createBrotliCompress({ params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 4 } }),
  };
  // Errors surface when the body is read. A client that leaves early isn't an error.
  return {
    lengthBytes: NaN,
    chunks: () => pipeline(Readable.from(body.chunks()), encoders[encoding](), () => undefined),
  };
}

function endless(body: ReplyBody): ReplyBody {
  return {
    lengthBytes: Infinity,
    async *chunks() {
      for (;;) {
        yield* body.chunks();
        // Repeating an empty body would block the thread forever.
        yield Buffer.alloc(1_024, '\n');
      }
    },
  };
}
