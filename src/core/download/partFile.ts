import { constants } from 'node:fs';
import { type FileHandle, unlink } from 'node:fs/promises';
import { createFile, type NewFileOptions } from '../files/createFile';
import { openPlainFile } from '../files/openPlainFile';
import { onDisk } from './diskError';

/**
 * How many new bytes start a flush in the background. Without it, the last sync of a fast download waits for hundreds
 * of megabytes that are still in the system's cache.
 */
const FLUSH_EVERY_BYTES = 32 * 1024 * 1024;

/** The file that a download writes to. Every method throws DownloadError. */
export class PartFile {
  private unflushedBytes = 0;
  private isFlushing = false;
  /** Stays rejected for the next sync, because the system reports a failed write only once. */
  private flushed: Promise<void> = Promise.resolve();

  private constructor(
    readonly path: string,
    private readonly handle: FileHandle,
    private size: number,
  ) {}

  /** Creates a new file. Throws the error of `open` (EEXIST) if the name is taken. */
  static async create(path: string, options: NewFileOptions): Promise<PartFile> {
    return new PartFile(path, await createFile(path, options), 0);
  }

  /**
   * Opens the file of an earlier attempt. Undefined if the file has a second name anywhere, because writing would
   * change that file, too. Throws NotPlainError and the error of `open`.
   */
  static async reopen(path: string): Promise<PartFile | undefined> {
    const handle = await openPlainFile(path, constants.O_RDWR);
    const { size, nlink } = await handle.stat();
    if (nlink > 1) {
      await handle.close();
      return undefined;
    }
    return new PartFile(path, handle, size);
  }

  get sizeBytes(): number {
    return this.size;
  }

  async append(batch: Buffer): Promise<void> {
    await onDisk(this.path, async () => {
      for (let done = 0; done < batch.length;) {
        const { bytesWritten } = await this.handle.write(batch, done, batch.length - done, this.size);
        done += bytesWritten;
        this.size += bytesWritten;
        this.unflushedBytes += bytesWritten;
      }
    });
    this.flushSoon();
  }

  /** Reads the last `bytes` of the file. */
  async readEnd(bytes: number): Promise<Buffer> {
    const end = Buffer.alloc(bytes);
    const { bytesRead } = await onDisk(this.path, () => this.handle.read(end, 0, bytes, this.size - bytes));
    return end.subarray(0, bytesRead);
  }

  async truncate(toBytes: number): Promise<void> {
    await onDisk(this.path, () => this.handle.truncate(toBytes));
    this.size = toBytes;
  }

  /** Resolves when the bytes written so far are on the disk, not just in the system's cache. */
  async sync(): Promise<void> {
    await onDisk(this.path, async () => {
      await this.flushed;
      await this.handle.sync();
    });
  }

  async close(): Promise<void> {
    await this.flushed.catch(() => undefined);
    await this.handle.close().catch(() => undefined);
  }

  async remove(): Promise<void> {
    await this.close();
    await unlink(this.path).catch(() => undefined);
  }

  private flushSoon(): void {
    if (this.isFlushing || this.unflushedBytes < FLUSH_EVERY_BYTES) {
      return;
    }
    this.isFlushing = true;
    this.unflushedBytes = 0;
    this.flushed = this.flushed.then(() => this.handle.datasync());
    const ended = (): void => void (this.isFlushing = false);
    this.flushed.then(ended, ended);
  }
}
