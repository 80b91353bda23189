import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/** The mode of files that only the user may read. */
export const PRIVATE_FILE = 0o600;
export const PRIVATE_FOLDER = 0o700;

/** The mode of files for everyone, before the user's umask applies. */
const SHARED_FILE = 0o666;

const NEW_FILE = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0);

export interface NewFileOptions {
  /** Whether only the user may read the file. */
  readonly isPrivate?: boolean;
}

/** Creates a new file. Throws EEXIST if anything has that name, even a link to nowhere. */
export function createFile(filePath: string, { isPrivate = false }: NewFileOptions = {}): Promise<FileHandle> {
  return open(filePath, NEW_FILE, isPrivate ? PRIVATE_FILE : SHARED_FILE);
}
