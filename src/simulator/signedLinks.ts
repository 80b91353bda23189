import { createHmac } from 'node:crypto';
import type { StoredJob } from './storedJob';

export type LinkCheck =
  | { readonly valid: true; readonly accountSid: string; readonly jobId: string; readonly signature: string }
  | { readonly valid: false; readonly reason: 'expired' | 'signature' };

/** URLs on the storage that are valid for one file and a short time, like those of S3. */
export class SignedLinks {
  private readonly secret: string;
  private readonly revoked = new Set<string>();
  private signed = 0;

  constructor(
    seed: number,
    private readonly now: () => number,
    private readonly lifetimeMs: number,
  ) {
    this.secret = `storage-${seed}`;
  }

  /** The path and query of a link to the job's file. `ageMs` is how long ago it was signed. */
  sign(job: Pick<StoredJob, 'id' | 'accountSid'>, fileName: string, ageMs = 0): string {
    const path = `/impact-job-results/${job.accountSid}/${job.id}/${encodeURIComponent(fileName)}`;
    const signedAtMs = this.now() - ageMs;
    const date = new Date(signedAtMs).toISOString().replace(/[-:]|\.\d+/g, '');
    const query = new URLSearchParams({
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Date': date,
      'X-Amz-Expires': String(Math.ceil(this.lifetimeMs / 1_000)),
      'X-Amz-SignedHeaders': 'host',
      'X-Simulator-Until': String(signedAtMs + this.lifetimeMs),
      // Makes links of the same time different, so that revoking one keeps the other.
      'X-Simulator-Link': String(++this.signed),
    });
    query.set('X-Amz-Signature', this.signatureOf(path, query));
    return `${path}?${query.toString()}`;
  }

  check(url: URL): LinkCheck {
    const [, bucket, accountSid, jobId] = url.pathname.split('/');
    const signature = url.searchParams.get('X-Amz-Signature');
    if (
      bucket !== 'impact-job-results' ||
      !accountSid ||
      !jobId ||
      signature !== this.signatureOf(url.pathname, url.searchParams)
    ) {
      return { valid: false, reason: 'signature' };
    }
    const isOver = this.now() >= Number(url.searchParams.get('X-Simulator-Until')) || this.revoked.has(signature);
    return isOver ? { valid: false, reason: 'expired' } : { valid: true, accountSid, jobId, signature };
  }

  /** Makes one link expire early. */
  revoke(signature: string): void {
    this.revoked.add(signature);
  }

  private signatureOf(path: string, query: URLSearchParams): string {
    const signed = [...query]
      .filter(([name]) => name.startsWith('X-') && name !== 'X-Amz-Signature')
      .map(([name, value]) => `${name}=${value}`);
    return createHmac('sha256', this.secret)
      .update([path, ...signed].join('\n'))
      .digest('hex');
  }
}
