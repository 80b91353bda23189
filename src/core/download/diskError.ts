import { errorCode } from '../files/fileError';
import { isApiError } from '../apiError';
import { DownloadError, type DownloadErrorKind, isDownloadError } from './downloadError';

const KIND_BY_CODE: Readonly<Record<string, DownloadErrorKind>> = {
  ENOSPC: 'diskFull',
  EDQUOT: 'diskFull',
  EFBIG: 'fileTooLarge',
  ENOENT: 'folderGone',
  ESTALE: 'folderGone',
  ENOTDIR: 'notAFolder',
  EROFS: 'readOnly',
  EACCES: 'readOnly',
  EPERM: 'readOnly',
  ENAMETOOLONG: 'nameTooLong',
  ENOTPLAIN: 'notPlain',
  ELOCKED: 'busy',
};

/** Converts an error of the file system to a DownloadError. Errors that already have a kind stay as they are. */
export function asDiskError(error: unknown, path: string): Error {
  if (isApiError(error) || isDownloadError(error)) {
    return error;
  }
  const code = errorCode(error);
  const message = error instanceof Error ? error.message : String(error);
  return new DownloadError(KIND_BY_CODE[code] ?? 'disk', message, { path, cause: error });
}

/** Runs `work` and converts errors of the file system to a DownloadError about `path`. */
export async function onDisk<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asDiskError(error, path);
  }
}
