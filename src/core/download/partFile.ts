import { constants } from 'node:fs';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { onDisk } from './diskError';

/** Not followed: a link that somebody put in the place of the file would lead the bytes elsewhere. */
const OPEN_FLAGS = constants.O_RDWR | (constants.O_NOFOLLOW ?? 0);

/** The file that a download grows in. Every method throws DownloadError. */
export class PartFile {
  private constructor(
    readonly path: string,
    private readonly handle: FileHandle,
    private size: number,
    /** The file has a second name: it was finished in the moment of a crash, and must not be written to. */
    readonly isShared: boolean,
  ) {}

  /** Makes a new file; throws what `open` threw (EEXIST) where there is one of that name. */
  static async create(path: string): Promise<PartFile> {
    return new PartFile(path, await open(path, 'wx+'), 0, false);
  }

  /** Opens the file that an earlier attempt left; throws what `open` threw. */
  static async reopen(path: string): Promise<PartFile> {
    const handle = await open(path, OPEN_FLAGS);
    const stat = await handle.stat();
    if (!stat.isFile()) {
      await handle.close();
      throw Object.assign(new Error(`${path} is no file`), { code: 'EEXIST' });
    }
    return new PartFile(path, handle, stat.size, stat.nlink > 1);
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

  async truncate(toBytes: number): Promise<void> {
    await onDisk(this.path, () => this.handle.truncate(toBytes));
    this.size = toBytes;
  }

  /** Resolves when the bytes written so far are on the disk and not only in the system's memory. */
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
