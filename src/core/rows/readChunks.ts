import { openPlainFile } from '../files/openPlainFile';

const BLOCK_BYTES = 256 * 1024;

/** The bytes of a file, block by block; between two blocks others may run. A block is good until the next one is asked for. */
export async function* readChunks(path: string, signal?: AbortSignal): AsyncGenerator<Buffer> {
  const file = await openPlainFile(path);
  const block = Buffer.allocUnsafeSlow(BLOCK_BYTES);
  try {
    for (;;) {
      signal?.throwIfAborted();
      const { bytesRead } = await file.read(block, 0, block.length, null);
      if (bytesRead === 0) {
        return;
      }
      yield block.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

/** The same as text: no character is cut in two, and a byte order mark is left out. */
export async function* readText(path: string, signal?: AbortSignal): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const chunk of readChunks(path, signal)) {
    yield decoder.decode(chunk, { stream: true });
  }
  yield decoder.decode();
}
