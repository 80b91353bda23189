import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, statSync, unlinkSync, writeFileSync } from 'node:fs';

/** What windows share concerns one user alone. */
export const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = 0o700;

/** Makes the folder where it is missing. Throws the file system's error. */
export function ensureFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: PRIVATE_FOLDER });
}

/** Replaces a file in one step: whoever reads it, or comes after a kill, finds the old text or the new. Throws the file system's error. */
export function writeWhole(filePath: string, text: string): void {
  const beside = `${filePath}.${randomUUID()}.tmp`;
  try {
    writeFileSync(beside, text, { mode: PRIVATE_FILE });
    renameSync(beside, filePath);
  } catch (error) {
    removeFile(beside);
    throw error;
  }
}

/** Undefined where there is no such file, or none that can be read. */
export function readWhole(filePath: string): string | undefined {
  try {
    return readFileSync(filePath, 'utf8');
  } catch {
    return undefined;
  }
}

/** Whatever tells one version of a file from the next without reading it; undefined where there is no such file. */
export function versionOf(filePath: string): string | undefined {
  try {
    const { ino, mtimeMs, size } = statSync(filePath);
    return `${ino} ${mtimeMs} ${size}`;
  } catch {
    return undefined;
  }
}

/** A file that is gone already is none to worry about. */
export function removeFile(filePath: string): void {
  try {
    unlinkSync(filePath);
  } catch {
    return;
  }
}

export function isFileError(error: unknown, code: 'ENOENT' | 'EEXIST'): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === code;
}

/** A name for files that tells nobody which account or job it is about. */
export function hashedName(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 24);
}
