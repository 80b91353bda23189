import { DownloadError } from './downloadError';
import type { Sniffer } from './writeBody';

/** This much is downloaded again and compared, because some servers silently send the rest of another file. */
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
