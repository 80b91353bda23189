import { DownloadError } from './downloadError';
import type { Sniffer } from './writeBody';

/**
 * This much is downloaded again and compared, because some servers silently send the rest of another file. The
 * comparison doesn't prove that the file is the same. The rest of another file passes if the server ignores `If-Range`,
 * states no validator with the rest, states the same length, and has the same bytes here, for example because the rows
 * that changed are all farther away. A checksum that the server stated for the whole file still reveals the mixture.
 */
export const OVERLAP_BYTES = 8 * 1024;

/**
 * Checks the first bytes of the rest of a file whose last bytes are `end`, and removes the overlap. If they differ,
 * calls `onDifference` and throws.
 */
export function afterOverlap(end: Buffer, onDifference: () => void): Sniffer {
  return {
    isEnough: (_, bytes) => bytes >= end.length,
    take: (beginning) => {
      if (beginning.subarray(0, end.length).equals(end)) {
        return Promise.resolve(beginning.subarray(end.length));
      }
      onDifference();
      return Promise.reject(new DownloadError('changing', 'The rest belongs to a different file'));
    },
  };
}
