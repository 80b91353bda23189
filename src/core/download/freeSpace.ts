import { statfs } from 'node:fs/promises';
import { DownloadError } from './downloadError';

/** A file of unknown length leaves as much to others: a full disk harms more than one download. */
export const RESERVED_BYTES = 64 * 1024 * 1024;

/** Bytes that this user may still write in `folder`, or undefined where the file system does not say. */
async function freeBytesIn(folder: string): Promise<number | undefined> {
  try {
    const { bavail, bsize, blocks } = await statfs(folder);
    // Some network and virtual file systems have no blocks at all.
    return blocks > 0 ? bavail * bsize : undefined;
  } catch {
    return undefined;
  }
}

/** Throws DownloadError `noSpace` when `neededBytes` do not fit into `folder` any more. */
export async function checkFreeSpace(folder: string, neededBytes: number): Promise<void> {
  const freeBytes = await freeBytesIn(folder);
  if (freeBytes !== undefined && freeBytes < neededBytes) {
    throw new DownloadError('noSpace', `${neededBytes} bytes are needed, ${freeBytes} are free`, {
      path: folder,
      neededBytes,
      freeBytes,
    });
  }
}
