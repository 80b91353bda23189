import { randomUUID } from 'node:crypto';
import { rename, unlink } from 'node:fs/promises';
import path from 'node:path';
import { createFile, type NewFileOptions } from './createFile';

export interface ReplaceOptions extends NewFileOptions {
  /** The new text is on the disk before it takes the old one's place, so that a power cut leaves one of them. */
  readonly isFlushed?: boolean;
  /** What nobody can guess; the one that made it can remove what a kill leaves, by `temporaryPath`. */
  readonly token?: string;
}

/**
 * Replaces a file, or makes it, in one step: whoever reads it, or comes after a kill, finds the old text or the new one
 * whole. It is written under a name that nobody can have put a link at, and a link in its place is replaced and never
 * followed. Throws the file system's error.
 */
export async function replaceFile(
  filePath: string,
  text: string | Uint8Array,
  { isPrivate = false, isFlushed = false, token = randomUUID() }: ReplaceOptions = {},
): Promise<void> {
  const beside = temporaryPath(filePath, token);
  const handle = await createFile(beside, { isPrivate });
  try {
    try {
      await handle.writeFile(text);
      if (isFlushed) {
        await handle.sync();
      }
    } finally {
      await handle.close();
    }
    await rename(beside, filePath);
  } catch (error) {
    await unlink(beside).catch(() => undefined);
    throw error;
  }
}

/** Where `replaceFile` writes before the text takes its place: short, whatever the length of the file's own name. */
export function temporaryPath(filePath: string, token: string): string {
  return path.join(path.dirname(filePath), `.${token}.tmp`);
}
