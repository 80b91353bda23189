import { createHash } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { openPlainFile } from '../files/openPlainFile';
import { HASH_WORKER_SOURCE } from './hashWorkerSource';

/** For smaller files, a thread costs more than the hashing. */
const THREAD_FROM_BYTES = 4 * 1024 * 1024;
const BLOCK_BYTES = 256 * 1024;

export interface FileDigest {
  readonly bytes: number;
  /** Lowercase hex. */
  readonly sha256: string;
  /** Only if requested. */
  readonly md5: string | undefined;
}

/**
 * Computes the checksums of a file while it grows, in a separate thread, because the extension host is shared and must
 * stay responsive. Without threads, or for small files, computes them at the end, block by block.
 */
export class FileHasher {
  private worker: Worker | undefined;
  private hasFailed = false;
  private result: Promise<FileDigest> | undefined;

  constructor(
    private readonly path: string,
    private md5: boolean,
  ) {}

  /** Tells the hasher that the file now has its first `toBytes` bytes. */
  grown(toBytes: number): void {
    if (!this.worker && !this.hasFailed && toBytes >= THREAD_FROM_BYTES) {
      this.start();
    }
    this.worker?.postMessage({ toBytes });
  }

  /** Starts again, because the file does. */
  restart(md5: boolean): void {
    this.md5 = md5;
    this.worker?.postMessage({ restart: true, md5 });
  }

  /** The checksums of the first `totalBytes`. Ends the thread. */
  async digest(totalBytes: number): Promise<FileDigest> {
    if (this.worker && this.result) {
      this.worker.postMessage({ digest: true, toBytes: totalBytes });
      const digest = await this.result.catch(() => undefined);
      if (digest?.bytes === totalBytes) {
        return digest;
      }
    }
    return hashFile(this.path, { md5: this.md5, toBytes: totalBytes });
  }

  async close(): Promise<void> {
    await this.worker?.terminate();
    this.worker = undefined;
  }

  private start(): void {
    try {
      const worker = new Worker(HASH_WORKER_SOURCE, {
        eval: true,
        workerData: { path: this.path, md5: this.md5 },
        resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 4 },
      });
      this.result = new Promise((resolve, reject) => {
        worker.once('message', resolve);
        worker.once('error', reject);
        worker.once('exit', () => reject(new Error('The hashing thread has ended')));
      });
      // The caller that requests the digest then computes it itself.
      this.result.catch(() => undefined);
      worker.unref();
      this.worker = worker;
    } catch {
      this.hasFailed = true;
    }
  }
}

/** The checksums of a file, or of its first `toBytes`. Lets other work run between blocks. */
export async function hashFile(
  path: string,
  { md5 = false, toBytes = Infinity }: { readonly md5?: boolean; readonly toBytes?: number } = {},
): Promise<FileDigest> {
  const sha256Hash = createHash('sha256');
  const md5Hash = md5 ? createHash('md5') : undefined;
  const block = Buffer.allocUnsafeSlow(BLOCK_BYTES);
  const file = await openPlainFile(path);
  let bytes = 0;
  try {
    while (bytes < toBytes) {
      const { bytesRead } = await file.read(block, 0, Math.min(block.length, toBytes - bytes), bytes);
      if (bytesRead === 0) {
        break;
      }
      const piece = block.subarray(0, bytesRead);
      sha256Hash.update(piece);
      md5Hash?.update(piece);
      bytes += bytesRead;
    }
  } finally {
    await file.close();
  }
  return { bytes, sha256: sha256Hash.digest('hex'), md5: md5Hash?.digest('hex') };
}
