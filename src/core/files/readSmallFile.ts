import { NotPlainError } from './fileError';
import { openPlainFile } from './openPlainFile';

/** What locks and the states of downloads take at the most; they have some hundred bytes. */
export const MAX_NOTE_BYTES = 64 * 1024;

/**
 * The text of a file that is small if it is ours. Throws NotPlainError for a link, a device, or more than `maxBytes`,
 * and the file system's error.
 */
export async function readSmallFile(filePath: string, maxBytes: number = MAX_NOTE_BYTES): Promise<string> {
  return (await readSmallBytes(filePath, maxBytes)).toString('utf8');
}

/** The bytes of a file, read and refused as by `readSmallFile`. */
export async function readSmallBytes(filePath: string, maxBytes: number): Promise<Buffer> {
  const handle = await openPlainFile(filePath);
  try {
    const pieces: Buffer[] = [];
    // By what is read and not by the size that is told: some file systems tell none.
    for (let bytes = 0; ;) {
      const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(MAX_NOTE_BYTES), 0, MAX_NOTE_BYTES, bytes);
      bytes += bytesRead;
      if (bytes > maxBytes) {
        throw new NotPlainError(filePath, `it has more than ${maxBytes} bytes`);
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
