import type { HeaderSource } from '../api/http';

/** What tells whether a file on a server is still the same: a strong ETag or, failing that, a date. */
export interface Validator {
  readonly etag?: string;
  readonly lastModified?: string;
}

/** Undefined where nothing tells: then a partial file cannot be continued. Weak ETags promise no equal bytes. */
export function readValidator(headers: HeaderSource): Validator | undefined {
  if (isUnpacked(headers)) {
    return undefined; // what it tells is of the packed file, in which a place is another one
  }
  const etag = headers.get('etag')?.trim();
  if (etag !== undefined && /^"[^"]*"$/.test(etag)) {
    return { etag };
  }
  const lastModified = headers.get('last-modified')?.trim();
  const modifiedAtMs = Date.parse(lastModified ?? '');
  const sentAtMs = Date.parse(headers.get('date') ?? '');
  // RFC 9110, 8.8.2.2: a date is as good as a strong ETag once the file could not have changed twice in that second.
  return lastModified !== undefined && sentAtMs - modifiedAtMs >= 1000 ? { lastModified } : undefined;
}

/** The headers that ask for the file from `startBytes` on, on condition that it is still the same. */
export function rangeHeadersFor(startBytes: number, { etag, lastModified }: Validator): Record<string, string> {
  return { Range: `bytes=${startBytes}-`, 'If-Range': etag ?? lastModified ?? '' };
}

/** False where the answer says that the file is another one; an answer that says nothing is not held against it. */
export function agreesWith(headers: HeaderSource, validator: Validator): boolean {
  const now = { etag: headers.get('etag')?.trim(), lastModified: headers.get('last-modified')?.trim() };
  return validator.etag === undefined
    ? now.lastModified === undefined || now.lastModified === validator.lastModified
    : now.etag === undefined || now.etag === validator.etag;
}

/** The MD5 (lower-case hex) that the server states for the bytes of the whole body, or undefined. */
export function statedMd5(headers: HeaderSource, isFromS3: boolean): string | undefined {
  const storedMd5 = /(?:^|[,\s])md5=([A-Za-z0-9+/]{22}==)/.exec(headers.get('x-goog-hash') ?? '')?.[1];
  const contentMd5 = headers.get('content-md5')?.trim() ?? (isUnpacked(headers) ? undefined : storedMd5);
  if (contentMd5 !== undefined && /^[A-Za-z0-9+/]{22}==$/.test(contentMd5)) {
    return Buffer.from(contentMd5, 'base64').toString('hex');
  }
  const etag = /^"([0-9a-f]{32})"$/i.exec(headers.get('etag')?.trim() ?? '')?.[1];
  return isFromS3 && !isEncryptedWithKey(headers) ? etag?.toLowerCase() : undefined;
}

/** Whether Google keeps the file in an encoding and has undone it on the way here. */
function isUnpacked(headers: HeaderSource): boolean {
  const encodingOf = (name: string): string => headers.get(name)?.trim().toLowerCase() ?? '';
  const stored = encodingOf('x-goog-stored-content-encoding');
  return !['', 'identity', encodingOf('content-encoding')].includes(stored);
}

/** S3 makes the ETag from the encrypted bytes then. */
function isEncryptedWithKey(headers: HeaderSource): boolean {
  const method = headers.get('x-amz-server-side-encryption') ?? '';
  return /kms/i.test(method) || headers.get('x-amz-server-side-encryption-customer-algorithm') !== null;
}

/** Elsewhere an ETag of 32 hexadecimal digits may be anything. */
export function isFromS3(headers: HeaderSource, url: URL): boolean {
  return (
    headers.get('x-amz-request-id') !== null ||
    headers.get('x-amz-id-2') !== null ||
    url.searchParams.has('X-Amz-Signature')
  );
}
