import path from 'node:path';
import { openPlainFile } from '../files/openPlainFile';
import { fromDisk } from '../tables/fromDisk';
import { NO_CHOICE, type TableChoice } from '../tables/tableChoice';
import { BLOCK_BYTES } from '../tables/tableReader';
import { DEFAULT_LIMITS, type Preview, type PreviewLimits } from './preview';
import { PreviewReader } from './previewReader';

/** Reads the first rows of a file on a disk, and no more of the file than they need. Throws TableError. */
export async function previewFile(
  file: string,
  limits: PreviewLimits = DEFAULT_LIMITS,
  choice: TableChoice = NO_CHOICE,
): Promise<Preview> {
  const fileName = path.basename(file);
  const reader = readerOf(fileName, limits, choice);
  const handle = await fromDisk(file, () => openPlainFile(file));
  try {
    const { size: fileBytes } = await fromDisk(file, () => handle.stat());
    const block = Buffer.alloc(BLOCK_BYTES);
    let fetchedBytes = 0;
    for (let wantsMore = true; wantsMore;) {
      const { bytesRead } = await fromDisk(file, () => handle.read(block, 0, block.length, fetchedBytes));
      fetchedBytes += bytesRead;
      wantsMore =
        bytesRead > 0 && reader.push(Buffer.from(block.subarray(0, bytesRead))) && fetchedBytes < limits.maxBytes;
    }
    return { ...reader.finish(fetchedBytes >= fileBytes), fileBytes, fetchedBytes, fileName };
  } finally {
    await handle.close();
  }
}

/** Reads the first rows of a file in memory, for workspaces that aren't on a disk. Throws TableError. */
export function previewBytes(
  bytes: Buffer,
  fileName: string,
  limits: PreviewLimits = DEFAULT_LIMITS,
  choice: TableChoice = NO_CHOICE,
): Preview {
  const reader = readerOf(fileName, limits, choice);
  reader.push(bytes);
  return { ...reader.finish(true), fileBytes: bytes.length, fetchedBytes: bytes.length, fileName };
}

function readerOf(suggestedName: string, limits: PreviewLimits, choice: TableChoice): PreviewReader {
  return new PreviewReader({ clues: { suggestedName, contentType: null }, limits, choice });
}
