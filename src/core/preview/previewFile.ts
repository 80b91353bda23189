import path from 'node:path';
import { errorCode } from '../files/fileError';
import { openPlainFile } from '../files/openPlainFile';
import { BLOCK_BYTES, BlockReader } from './blockReader';
import { DEFAULT_LIMITS, type Preview, type PreviewLimits } from './preview';
import { PreviewError } from './previewError';
import { TableReader } from './tableReader';

/** The first rows of a file on a disk, of which no more is read than they need. Throws PreviewError. */
export async function previewFile(file: string, limits: PreviewLimits = DEFAULT_LIMITS): Promise<Preview> {
  const fileName = path.basename(file);
  const blocks = blocksOf(fileName, limits);
  const handle = await readable(file, () => openPlainFile(file));
  try {
    const { size: fileBytes } = await readable(file, () => handle.stat());
    const block = Buffer.alloc(BLOCK_BYTES);
    let fetchedBytes = 0;
    for (let wantsMore = true; wantsMore;) {
      const { bytesRead } = await readable(file, () => handle.read(block, 0, block.length, fetchedBytes));
      fetchedBytes += bytesRead;
      wantsMore =
        bytesRead > 0 && blocks.push(Buffer.from(block.subarray(0, bytesRead))) && fetchedBytes < limits.maxBytes;
    }
    return { ...blocks.finish(fetchedBytes >= fileBytes), fileBytes, fetchedBytes, fileName };
  } finally {
    await handle.close();
  }
}

/** The same of a file that is in memory, as those of a workspace are that is not on a disk. Throws PreviewError. */
export function previewBytes(bytes: Buffer, fileName: string, limits: PreviewLimits = DEFAULT_LIMITS): Preview {
  const blocks = blocksOf(fileName, limits);
  blocks.push(bytes);
  return { ...blocks.finish(true), fileBytes: bytes.length, fetchedBytes: bytes.length, fileName };
}

function blocksOf(suggestedName: string, limits: PreviewLimits): BlockReader {
  return new BlockReader(
    new TableReader({ suggestedName, contentType: null }, limits),
    limits.maxBytes,
    () => undefined,
  );
}

async function readable<T>(file: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw new PreviewError('noFile', `${file} cannot be read: ${errorCode(error)}`, file);
  }
}
