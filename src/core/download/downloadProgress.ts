import type { ApiErrorKind } from '../apiError';

/** Why a download restarted at the first byte. */
export type RestartReason =
  /** The file on the server has changed. */
  | 'changed'
  /** The server sends only whole files. */
  | 'noRanges'
  /** The server sent a different part than requested, or refused to send one. */
  | 'wrongRange'
  /** Nothing shows whether the file is still the same. */
  | 'noValidator'
  /** The bytes were compressed, so a position in the compressed stream can't be found again. */
  | 'encoded'
  /** The bytes didn't match their checksum or length. */
  | 'corrupt'
  /** The server stated neither length nor checksum, so the file is downloaded again for comparison. */
  | 'unconfirmed';

/** Why a download waits: a temporary failure, a link that the storage refuses, or a file that isn't ready. */
export type WaitReason = ApiErrorKind | 'expired' | 'notReady';

export type DownloadProgress =
  /** Requesting the file from impact.com. */
  | { readonly phase: 'asking' }
  | {
      readonly phase: 'receiving';
      /** The bytes of the whole file so far, including those from an earlier attempt. */
      readonly receivedBytes: number;
      /** Undefined while the server hasn't stated it. */
      readonly totalBytes: number | undefined;
      /** The rate over the last seconds. Undefined until it can be measured. */
      readonly bytesPerSecond: number | undefined;
      readonly msLeft: number | undefined;
    }
  /** Waits until `untilMs` (since the epoch) because of `reason`, and then resumes at `receivedBytes`. */
  | {
      readonly phase: 'waiting';
      readonly untilMs: number;
      readonly reason: WaitReason;
      readonly receivedBytes: number;
      readonly totalBytes: number | undefined;
    }
  | { readonly phase: 'restarting'; readonly reason: RestartReason }
  /** All bytes are there. Their checksum is being computed, and they're being flushed to the disk. */
  | { readonly phase: 'verifying'; readonly totalBytes: number };
