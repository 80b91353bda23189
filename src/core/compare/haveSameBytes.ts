import type { FileHandle } from 'node:fs/promises';
import { openPlainFile } from '../files/openPlainFile';

const BLOCK_BYTES = 256 * 1024;

/** Whether two files of the same size have the same bytes. Stops at the first difference. */
export async function haveSameBytes(before: string, after: string, onBytes: (bytes: number) => void): Promise<boolean> {
  const first = await openPlainFile(before);
  try {
    const second = await openPlainFile(after);
    try {
      return await isEqual(first, second, onBytes);
    } finally {
      await second.close();
    }
  } finally {
    await first.close();
  }
}

async function isEqual(first: FileHandle, second: FileHandle, onBytes: (bytes: number) => void): Promise<boolean> {
  const blocks = [Buffer.allocUnsafeSlow(BLOCK_BYTES), Buffer.allocUnsafeSlow(BLOCK_BYTES)] as const;
  for (let at = 0; ;) {
    const [a, b] = await Promise.all([readBlock(first, blocks[0], at), readBlock(second, blocks[1], at)]);
    onBytes(a.length + b.length);
    if (!a.equals(b)) {
      return false;
    }
    if (a.length < BLOCK_BYTES) {
      return true;
    }
    at += a.length;
  }
}

/** Fills the block or reads to the end of the file. A single read can return less. */
async function readBlock(file: FileHandle, block: Buffer, at: number): Promise<Buffer> {
  let length = 0;
  while (length < block.length) {
    const { bytesRead } = await file.read(block, length, block.length - length, at + length);
    if (bytesRead === 0) {
      break;
    }
    length += bytesRead;
  }
  return block.subarray(0, length);
}
