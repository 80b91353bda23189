import { constants } from 'node:fs';
import { type FileHandle, unlink } from 'node:fs/promises';
import { createFile, type NewFileOptions } from '../files/createFile';
import { openPlainFile } from '../files/openPlainFile';
import { onDisk } from './diskError';

/** The file that a download writes to. Every method throws DownloadError. */
export class PartFile {
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
      }
    });
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
    await onDisk(this.path, () => this.handle.sync());
  }

  async close(): Promise<void> {
    await this.handle.close().catch(() => undefined);
  }

  async remove(): Promise<void> {
    await this.close();
    await unlink(this.path).catch(() => undefined);
  }
}
