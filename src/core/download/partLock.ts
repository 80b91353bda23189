import { ApiError } from '../apiError';
import { FileLock, type HeldLock, type LockOptions } from '../files/fileLock';
import { onDisk } from './diskError';
import { LOCK_ENDING } from './partNames';

/** Takes the lock on an unfinished download, or returns who holds it. Throws DownloadError; ApiError `aborted`. */
export async function takePartLock(basePath: string, options: LockOptions): Promise<FileLock | HeldLock> {
  const lockPath = basePath + LOCK_ENDING;
  return onDisk(lockPath, () =>
    FileLock.take(lockPath, options).catch((error: unknown) => {
      throw options.signal?.aborted === true
        ? new ApiError('aborted', 'The download was canceled', { cause: error })
        : error;
    }),
  );
}
