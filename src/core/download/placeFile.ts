import { link, lstat, open, rename, unlink } from 'node:fs/promises';
import { asDiskError, onDisk } from './diskError';
import { createFile } from '../files/createFile';
import { errorCode } from '../files/fileError';
import { type FileDigest, hashFile } from './fileHasher';
import { numberedFileName, pathInFolder } from './fileName';
import type { FileNames } from './fileNames';

/** If a folder holds more files with one name, something else is wrong. */
const MAX_NUMBER = 999;
/** Errors of file systems that don't support hard links, such as FAT and some network drives. */
const NO_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL', 'EACCES', 'EMLINK'];

export interface Placed {
  readonly path: string;
  /** Whether the folder already had a file with the same bytes. The file at `partPath` is then not needed. */
  readonly alreadyThere: boolean;
}

/**
 * Gives the finished file its name, `fileName` or the next free `name (2)`, in one step and without ever replacing
 * another file. Throws DownloadError.
 */
export async function placeFile(
  partPath: string,
  folder: string,
  fileName: string,
  extension: string,
  digest: Pick<FileDigest, 'bytes' | 'sha256'>,
  names?: FileNames,
): Promise<Placed> {
  try {
    for (let number = 1; number <= MAX_NUMBER; number++) {
      const name = numberedFileName(fileName, extension, number);
      const path = pathInFolder(folder, name);
      if (await moveExclusively(partPath, path)) {
        names?.take(name); // before any wait: another download of the same bytes may ask for the name
        await syncFolder(folder);
        return { path, alreadyThere: false };
      }
      if ((await holdsSameBytes(path, digest)) && names?.isTaken(name) !== true) {
        names?.take(name);
        return { path, alreadyThere: true };
      }
    }
    throw Object.assign(new Error(`The folder holds ${MAX_NUMBER} files called ${fileName}`), { code: 'EEXIST' });
  } catch (error) {
    throw asDiskError(error, pathInFolder(folder, fileName));
  }
}

/** Gives the finished file its name in one step and replaces the file that has it. Throws DownloadError. */
export async function placeOver(partPath: string, folder: string, fileName: string): Promise<Placed> {
  const path = pathInFolder(folder, fileName);
  await onDisk(path, () => rename(partPath, path));
  await syncFolder(folder);
  return { path, alreadyThere: false };
}

/** Returns false if the name is taken. */
async function moveExclusively(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
  } catch (error) {
    if (errorCode(error) === 'EEXIST') {
      return false;
    }
    if (!NO_LINKS.includes(errorCode(error))) {
      throw error;
    }
    return moveOntoPlaceholder(from, to);
  }
  await unlink(from);
  return true;
}

/**
 * Without hard links, reserves the name with an empty file first, because a plain rename would replace a file created
 * at that moment.
 */
async function moveOntoPlaceholder(from: string, to: string): Promise<boolean> {
  try {
    await (await createFile(to)).close();
  } catch (error) {
    if (errorCode(error) === 'EEXIST') {
      return false;
    }
    throw error;
  }
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    await unlink(to).catch(() => undefined);
    throw error;
  }
}

/** Whether `path` is a file with exactly these bytes. */
async function holdsSameBytes(path: string, { bytes, sha256 }: Pick<FileDigest, 'bytes' | 'sha256'>): Promise<boolean> {
  try {
    if ((await lstat(path)).size !== bytes) {
      return false;
    }
    return (await hashFile(path)).sha256 === sha256;
  } catch {
    // A file that can't be read doesn't count as the same.
    return false;
  }
}

/** Makes the name survive a power failure, too. Windows can't open folders and doesn't need this. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch {
    // The file is complete and has its name. Only the guarantee is missing.
  }
}
