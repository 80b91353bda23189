import { statfs } from 'node:fs/promises';
import { DownloadError } from './downloadError';

/** A file of unknown length leaves this much space to others, because a full disk harms more than one download. */
export const RESERVED_BYTES = 64 * 1024 * 1024;

/** The bytes that this user can still write in `folder`. Infinity if the file system doesn't report it. */
async function freeBytesIn(folder: string): Promise<number> {
  try {
    const { bavail, bsize, blocks } = await statfs(folder);
    // Some network and virtual file systems report no blocks.
    return blocks > 0 ? bavail * bsize : Infinity;
  } catch {
    return Infinity;
  }
}

/** Throws DownloadError `noSpace` if `neededBytes` no longer fit into `folder`. */
export async function checkFreeSpace(folder: string, neededBytes: number): Promise<void> {
  const freeBytes = await freeBytesIn(folder);
  if (freeBytes < neededBytes) {
    throw new DownloadError('noSpace', `${neededBytes} bytes are needed, ${freeBytes} are free`, {
      path: folder,
      neededBytes,
      freeBytes,
    });
  }
}
