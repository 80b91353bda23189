import { constants } from 'node:fs';
import { type FileHandle, lstat, open } from 'node:fs/promises';
import { errorCode, NotPlainError } from './fileError';

/** Windows knows neither; there, and where a link comes in the last moment, the comparison of both looks holds. */
const GUARDS = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/**
 * Opens a file that exists, as everything in a folder that somebody else may have written: no link is followed, and no
 * device or pipe is opened, which could block for ever or never end. `flags` are those of `open` in Node's
 * `fs.constants`. Throws NotPlainError, or the file system's error.
 */
export async function openPlainFile(filePath: string, flags: number = constants.O_RDONLY): Promise<FileHandle> {
  const seen = await lstat(filePath, { bigint: true });
  if (!seen.isFile()) {
    throw new NotPlainError(filePath, seen.isSymbolicLink() ? 'it is a link' : 'it is no file');
  }
  const handle = await open(filePath, flags | GUARDS).catch((error: unknown) => {
    throw errorCode(error) === 'ELOOP' ? new NotPlainError(filePath, 'it has become a link') : error;
  });
  try {
    const opened = await handle.stat({ bigint: true });
    if (!opened.isFile() || opened.ino !== seen.ino || opened.dev !== seen.dev) {
      throw new NotPlainError(filePath, 'it has become another file');
    }
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}
