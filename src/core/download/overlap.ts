import { DownloadError } from './downloadError';
import type { Sniffer } from './writeBody';

/** So much of the rest is asked for again and compared: some servers send the rest of another file without a word. */
export const OVERLAP_BYTES = 8 * 1024;

/** The beginning of the rest of a file whose last bytes are `end`. Calls `onDifference` and fails where it is another file's. */
export function afterOverlap(end: Buffer, onDifference: () => void): Sniffer {
  return {
    isEnough: (_, bytes) => bytes >= end.length,
    take: (beginning) => {
      if (beginning.subarray(0, end.length).equals(end)) {
        return Promise.resolve(beginning.subarray(end.length));
      }
      onDifference();
      return Promise.reject(new DownloadError('changing', 'The rest is not that of the file that was begun'));
    },
  };
}
