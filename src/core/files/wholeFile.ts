import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PRIVATE_FILE, PRIVATE_FOLDER } from './createFile';
import { patiently } from './patiently';

// These functions block, unlike replaceFile and FileLock. The windows of a machine read, change, and write their small
// files in one turn of the event loop, and write the last ones while a window closes, when nobody waits for a promise.
// They are for the extension's private folder. In a folder that others can write to, use replaceFile, which doesn't
// follow links.

/** Creates the folder if it's missing. Throws the file system's error. */
export function ensureFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: PRIVATE_FOLDER });
}

/**
 * Replaces a file in one step: readers, even after a kill, find the old text or the new one. Throws the file system's
 * error.
 */
export function writeWhole(filePath: string, text: string): void {
  const beside = `${filePath}.${randomUUID()}.tmp`;
  try {
    writeFileSync(beside, text, { mode: PRIVATE_FILE });
    patiently(() => renameSync(beside, filePath));
  } catch (error) {
    removeFile(beside);
    throw error;
  }
}

/** Reads a file. Undefined if it doesn't exist or can't be read. */
export function readWhole(filePath: string): string | undefined {
  try {
    return readFileSync(filePath, 'utf8');
  } catch {
    return undefined;
  }
}

/** A value that changes with each version of a file, without reading it. Undefined if the file doesn't exist. */
export function versionOf(filePath: string): string | undefined {
  try {
    const { ino, mtimeMs, size } = statSync(filePath);
    return `${ino} ${mtimeMs} ${size}`;
  } catch {
    return undefined;
  }
}

/** Removes a file. Does nothing if it's already gone. */
export function removeFile(filePath: string): void {
  try {
    unlinkSync(filePath);
  } catch {
    return;
  }
}

/** Removes files of a folder by their name and age. Does nothing if the folder can't be read. */
export function removeFiles(folder: string, nowMs: number, isToGo: (name: string, ageMs: number) => boolean): void {
  try {
    for (const name of readdirSync(folder)) {
      const file = path.join(folder, name);
      const { mtimeMs = Infinity } = statSync(file, { throwIfNoEntry: false }) ?? {}; // somebody else removed it
      if (isToGo(name, nowMs - mtimeMs)) {
        removeFile(file);
      }
    }
  } catch {
    return;
  }
}

/** A file name that doesn't reveal which account or job it's about. */
export function hashedName(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 24);
}
