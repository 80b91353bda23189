import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/** What concerns one user alone. */
export const PRIVATE_FILE = 0o600;
export const PRIVATE_FOLDER = 0o700;

/** For everybody whom the user's umask lets. */
const SHARED_FILE = 0o666;

const NEW_FILE = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0);

export interface NewFileOptions {
  /** Nobody but the user may read it. */
  readonly isPrivate?: boolean;
}

/** Makes a file that was not there; throws EEXIST for whatever has the name, a link that leads nowhere too. */
export function createFile(filePath: string, { isPrivate = false }: NewFileOptions = {}): Promise<FileHandle> {
  return open(filePath, NEW_FILE, isPrivate ? PRIVATE_FILE : SHARED_FILE);
}
