import type { IncomingMessage } from 'node:http';
import { readRange } from './byteRange';
import type { EffectOf } from './fault';
import type { MetFaults } from './faultBoard';
import type { JobResult } from './jobResult';
import { bufferBody, contentBody } from './reply';
import type { Reply, ReplyBody } from './reply';
import type { World } from './world';
import { escapeXml } from './xml';

/** What the cloud storage answers to a signed link. It knows nothing of impact.com's accounts, and speaks XML when it refuses. */
export function answerStorage(world: World, request: IncomingMessage, url: URL, faults: MetFaults): Reply {
  if (request.headers.authorization !== undefined) {
    return storageError(
      400,
      'InvalidArgument',
      'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified',
    );
  }
  if (request.method !== 'GET') {
    // The method is part of what an S3 signature covers.
    return storageError(
      403,
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided.',
    );
  }
  const link = world.links.check(url);
  const expired = faults.find('expireLink');
  if (!link.valid || (expired && expired.afterBytes === undefined)) {
    return !link.valid && link.reason === 'signature'
      ? storageError(
          403,
          'SignatureDoesNotMatch',
          'The request signature we calculated does not match the signature you provided.',
        )
      : storageError(403, 'AccessDenied', 'Request has expired');
  }
  const job = world.jobs.find(link.accountSid, link.jobId);
  const validator = faults.find('validator')?.change;
  const result = job ? world.resultOf(job, validator === 'content' ? 1 : 0) : 404;
  if (typeof result === 'number') {
    return storageError(404, 'NoSuchKey', 'The specified key does not exist.');
  }
  return answerFile(
    request,
    validator === 'etag' ? { ...result, etag: `"changed-${result.etag.slice(1)}` } : result,
    validator !== 'missing',
    faults.find('range'),
  );
}

function answerFile(
  request: IncomingMessage,
  result: JobResult,
  hasValidator: boolean,
  fault: EffectOf<'range'> | undefined,
): Reply {
  const lastModified = new Date(result.lastModifiedMs).toUTCString();
  const headers: Record<string, string> = {
    'Content-Type': result.contentType,
    'Accept-Ranges': 'bytes',
    ...(hasValidator ? { ETag: result.etag, 'Last-Modified': lastModified } : {}),
    ...(result.disposition === undefined ? {} : { 'Content-Disposition': result.disposition }),
  };
  const { 'if-range': ifRange, 'if-match': ifMatch, 'if-none-match': ifNoneMatch } = request.headers;
  if (ifMatch !== undefined && ifMatch !== '*' && ifMatch !== result.etag) {
    return storageError(412, 'PreconditionFailed', 'At least one of the pre-conditions you specified did not hold');
  }
  if (ifNoneMatch !== undefined && ifNoneMatch === result.etag) {
    return { status: 304, headers, body: bufferBody('') };
  }
  const isSameFile = ifRange === undefined || ifRange === result.etag || ifRange === lastModified;
  const range =
    isSameFile && fault?.answer !== 'whole'
      ? readRange(request.headers.range, result.lengthBytes)
      : { kind: 'whole' as const };
  if (range.kind === 'whole') {
    return { status: 200, headers, body: contentBody(result) };
  }
  if (range.kind === 'unsatisfiable' || fault?.answer === 'refused') {
    return storageError(416, 'InvalidRange', 'The requested range is not satisfiable', {
      'Content-Range': `bytes */${result.lengthBytes}`,
    });
  }
  return partOf(result, headers, range.start, range.end, typeof fault?.answer === 'object' ? fault.answer : undefined);
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

function storageError(status: number, code: string, message: string, headers: Record<string, string> = {}): Reply {
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${escapeXml(message)}</Message><RequestId>0123456789ABCDEF</RequestId></Error>`;
  const body: ReplyBody = bufferBody(text);
  return { status, headers: { 'Content-Type': 'application/xml', ...headers }, body };
}
