import type { IncomingHttpHeaders } from 'node:http';
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { readRange } from './byteRange';
import type { EffectOf } from './fault';
import type { MetFaults } from './faultBoard';
import type { JobResult } from './jobResult';
import { bufferBody, contentBody } from './reply';
import type { Reply, ReplyBody } from './reply';
import { escapeXml } from './xml';

/** The response of a server that sends a file, whole or in part, depending on the request's conditions. */
export function answerFile(request: IncomingHttpHeaders, result: JobResult, faults: MetFaults): Reply {
  const validator = faults.find('validator')?.change;
  const mistake = faults.find('range')?.answer;
  const etag = validator === 'etag' ? `"changed-${result.etag.slice(1)}` : result.etag;
  const lastModified = new Date(result.lastModifiedMs).toUTCString();
  const headers: Record<string, string> = {
    'Content-Type': result.contentType,
    ...(validator === 'missing' || mistake === 'blind' ? {} : { ETag: etag, 'Last-Modified': lastModified }),
    ...(result.disposition === undefined ? {} : { 'Content-Disposition': result.disposition }),
  };
  if (faults.find('storedGzip')) {
    return { status: 200, headers: { ...headers, ...storedGzipHeaders(result) }, body: contentBody(result) };
  }
  headers['Accept-Ranges'] = 'bytes';
  const { 'if-range': ifRange, 'if-match': ifMatch, 'if-none-match': ifNoneMatch } = request;
  if (ifMatch !== undefined && ifMatch !== '*' && ifMatch !== etag) {
    return storageError(412, 'PreconditionFailed', 'At least one of the pre-conditions you specified did not hold');
  }
  if (ifNoneMatch !== undefined && ifNoneMatch === etag) {
    return { status: 304, headers, body: bufferBody('') };
  }
  const isSameFile = ifRange === undefined || ifRange === etag || ifRange === lastModified || mistake === 'blind';
  const range =
    isSameFile && mistake !== 'whole' ? readRange(request.range, result.lengthBytes) : { kind: 'whole' as const };
  if (range.kind === 'whole') {
    return { status: 200, headers, body: contentBody(result) };
  }
  if (range.kind === 'unsatisfiable' || mistake === 'refused') {
    return storageError(416, 'InvalidRange', 'The requested range is not satisfiable', {
      'Content-Range': `bytes */${result.lengthBytes}`,
    });
  }
  return partOf(result, headers, range.start, range.end, typeof mistake === 'object' ? mistake : undefined);
}

/**
 * Google stores the file compressed and decompresses it for each response. Its headers describe the compressed file,
 * and it ignores ranges.
 */
function storedGzipHeaders(result: JobResult): Record<string, string> {
  const packed = gzipSync(result.read(0, result.lengthBytes));
  return {
    'x-goog-stored-content-encoding': 'gzip',
    'x-goog-stored-content-length': String(packed.length),
    'x-goog-hash': `crc32c=AAAAAA==, md5=${createHash('md5').update(packed).digest('base64')}`,
  };
}

function partOf(
  result: JobResult,
  headers: Record<string, string>,
  start: number,
  end: number,
  mistake: Exclude<EffectOf<'range'>['answer'], string> | undefined,
): Reply {
  const shiftedBytes = mistake && 'shiftedByBytes' in mistake ? mistake.shiftedByBytes : 0;
  const from = Math.min(Math.max(0, start + shiftedBytes), result.lengthBytes);
  const to = Math.min(Math.max(from, end + shiftedBytes), result.lengthBytes);
  const contentRange =
    mistake && 'contentRange' in mistake
      ? mistake.contentRange({ first: from, last: to - 1, total: result.lengthBytes })
      : `bytes ${from}-${to - 1}/${result.lengthBytes}`;
  return { status: 206, headers: { ...headers, 'Content-Range': contentRange }, body: contentBody(result, from, to) };
}

export function storageError(
  status: number,
  code: string,
  message: string,
  headers: Record<string, string> = {},
): Reply {
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${escapeXml(message)}</Message><RequestId>0123456789ABCDEF</RequestId></Error>`;
  const body: ReplyBody = bufferBody(text);
  return { status, headers: { 'Content-Type': 'application/xml', ...headers }, body };
}
