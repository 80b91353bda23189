import { constants } from 'node:fs';
import { type FileHandle, lstat, open } from 'node:fs/promises';
import { errorCode, NotPlainError } from './fileError';

/**
 * Windows has neither flag. There, and if the file becomes a link after `lstat`, comparing `lstat` and `stat` detects
 * it.
 */
const GUARDS = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/**
 * Opens an existing file in a folder where others might have written. Doesn't follow links, and doesn't open devices or
 * pipes, which could block or never end. `flags` are those of `open` in Node's `fs.constants`. Throws NotPlainError, or
 * the file system's error.
 */
export async function openPlainFile(filePath: string, flags: number = constants.O_RDONLY): Promise<FileHandle> {
  const seen = await lstat(filePath, { bigint: true });
  if (!seen.isFile()) {
    throw new NotPlainError(filePath, seen.isSymbolicLink() ? "it's a link" : "it isn't a file");
  }
  const handle = await open(filePath, flags | GUARDS).catch((error: unknown) => {
    throw errorCode(error) === 'ELOOP' ? new NotPlainError(filePath, 'it was replaced by a link') : error;
  });
  try {
    const opened = await handle.stat({ bigint: true });
    if (!opened.isFile() || opened.ino !== seen.ino || opened.dev !== seen.dev) {
      throw new NotPlainError(filePath, 'it was replaced by another file');
    }
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}
