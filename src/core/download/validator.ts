import type { HeaderSource } from '../api/http';

/** Shows whether a file on a server is still the same: a strong ETag or, without one, a date. */
export interface Validator {
  readonly etag?: string;
  readonly lastModified?: string;
}

/**
 * Undefined if a response has no validator, so that a partial file can't be resumed. Weak ETags don't guarantee equal
 * bytes.
 */
export function readValidator(headers: HeaderSource): Validator | undefined {
  if (isUnpacked(headers)) {
    return undefined; // it describes the compressed file, which has other positions
  }
  const etag = headers.get('etag')?.trim();
  if (etag !== undefined && /^"[^"]*"$/.test(etag)) {
    return { etag };
  }
  const lastModified = headers.get('last-modified')?.trim();
  const modifiedAtMs = Date.parse(lastModified ?? '');
  const sentAtMs = Date.parse(headers.get('date') ?? '');
  // RFC 9110, 8.8.2.2: a date is as good as a strong ETag if the file couldn't have changed twice in that second.
  return lastModified !== undefined && sentAtMs - modifiedAtMs >= 1000 ? { lastModified } : undefined;
}

/** The headers that request the file from `startBytes` on, if it's still the same. */
export function rangeHeadersFor(startBytes: number, { etag, lastModified }: Validator): Record<string, string> {
  return { Range: `bytes=${startBytes}-`, 'If-Range': etag ?? lastModified ?? '' };
}

/** Returns false if the response says that the file has changed. A response that says nothing counts as agreement. */
export function agreesWith(headers: HeaderSource, validator: Validator): boolean {
  const now = { etag: headers.get('etag')?.trim(), lastModified: headers.get('last-modified')?.trim() };
  return validator.etag === undefined
    ? now.lastModified === undefined || now.lastModified === validator.lastModified
    : now.etag === undefined || now.etag === validator.etag;
}

/** The MD5 (lowercase hex) that the server states for the whole body. Undefined if it states none. */
export function statedMd5(headers: HeaderSource, isFromS3: boolean): string | undefined {
  const storedMd5 = /(?:^|[,\s])md5=([A-Za-z0-9+/]{22}==)/.exec(headers.get('x-goog-hash') ?? '')?.[1];
  const contentMd5 = headers.get('content-md5')?.trim() ?? (isUnpacked(headers) ? undefined : storedMd5);
  if (contentMd5 !== undefined && /^[A-Za-z0-9+/]{22}==$/.test(contentMd5)) {
    return Buffer.from(contentMd5, 'base64').toString('hex');
  }
  const etag = /^"([0-9a-f]{32})"$/i.exec(headers.get('etag')?.trim() ?? '')?.[1];
  return isFromS3 && !isEncryptedWithKey(headers) ? etag?.toLowerCase() : undefined;
}

/** Whether Google stores the file compressed and decompressed it for this response. */
function isUnpacked(headers: HeaderSource): boolean {
  const encodingOf = (name: string): string | undefined => headers.get(name)?.trim().toLowerCase();
  const stored = encodingOf('x-goog-stored-content-encoding');
  return ![undefined, '', 'identity', encodingOf('content-encoding')].includes(stored);
}

/** S3 then computes the ETag from the encrypted bytes. */
function isEncryptedWithKey(headers: HeaderSource): boolean {
  const method = headers.get('x-amz-server-side-encryption') ?? '';
  return /kms/i.test(method) || headers.get('x-amz-server-side-encryption-customer-algorithm') !== null;
}

/** On other servers, an ETag of 32 hexadecimal digits can be anything. */
export function isFromS3(headers: HeaderSource, url: URL): boolean {
  return (
    headers.get('x-amz-request-id') !== null ||
    headers.get('x-amz-id-2') !== null ||
    url.searchParams.has('X-Amz-Signature')
  );
}
