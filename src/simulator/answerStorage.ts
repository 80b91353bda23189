import type { IncomingMessage } from 'node:http';
import { answerFile, storageError } from './answerFile';
import type { MetFaults } from './faultBoard';
import type { Reply } from './reply';
import type { World } from './world';

/**
 * The cloud storage's response to a signed link. The storage doesn't know impact.com's accounts, and its errors are
 * XML.
 */
export function answerStorage(world: World, request: IncomingMessage, url: URL, faults: MetFaults): Reply {
  if (request.headers.authorization !== undefined) {
    return storageError(
      400,
      'InvalidArgument',
      'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified',
    );
  }
  if (request.method !== 'GET') {
    // An S3 signature covers the method.
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
  const result = job ? world.resultOf(job, faults.find('validator')?.change === 'content' ? 1 : 0) : 404;
  if (typeof result === 'number') {
    return storageError(404, 'NoSuchKey', 'The specified key does not exist.');
  }
  return answerFile(request.headers, result, faults);
}
