import { NotPlainError } from './fileError';
import { openPlainFile } from './openPlainFile';

/** The maximum size of lock files and states of downloads. They usually have a few hundred bytes. */
export const MAX_NOTE_BYTES = 64 * 1024;

/**
 * Reads the text of a small file. Throws NotPlainError for a link, a device, or more than `maxBytes`, and the file
 * system's error.
 */
export async function readSmallFile(filePath: string, maxBytes: number = MAX_NOTE_BYTES): Promise<string> {
  return (await readSmallBytes(filePath, maxBytes)).toString('utf8');
}

/**
 * Reads the bytes of a small file. Throws NotPlainError for a link, a device, or more than `maxBytes`, and the file
 * system's error.
 */
export async function readSmallBytes(filePath: string, maxBytes: number): Promise<Buffer> {
  const handle = await openPlainFile(filePath);
  try {
    const pieces: Buffer[] = [];
    // Counts the bytes as they're read, because some file systems don't report a file's size.
    for (let bytes = 0; ;) {
      const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(MAX_NOTE_BYTES), 0, MAX_NOTE_BYTES, bytes);
      bytes += bytesRead;
      if (bytes > maxBytes) {
        throw new NotPlainError(filePath, `it's larger than ${maxBytes} bytes`);
      }
      if (bytesRead === 0) {
        return Buffer.concat(pieces);
      }
      pieces.push(buffer.subarray(0, bytesRead));
    }
  } finally {
    await handle.close();
  }
}
