import { randomUUID } from 'node:crypto';
import { rename, unlink } from 'node:fs/promises';
import path from 'node:path';
import { createFile, type NewFileOptions } from './createFile';

export interface ReplaceOptions extends NewFileOptions {
  /**
   * Whether to write the new text to the disk before it replaces the old one, so that one of them survives a power
   * failure.
   */
  readonly isFlushed?: boolean;
  /** A name that nobody can guess. With it, `temporaryPath` finds a file that was left by a crash. */
  readonly token?: string;
}

/**
 * Replaces or creates a file in one step: readers, even after a crash, find the old text or the new one, never a part.
 * Writes to a temporary name that nobody can have placed a link at. Replaces a link in the file's place, and never
 * follows it. Throws the file system's error.
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

/** Where `replaceFile` writes before it replaces the file. Short, even if the file's own name is long. */
export function temporaryPath(filePath: string, token: string): string {
  return path.join(path.dirname(filePath), `.${token}.tmp`);
}
