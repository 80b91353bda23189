import type { ApiErrorKind } from '../apiError';

/** Why a download began again at the first byte. */
export type RestartReason =
  /** The file on the server is another one than before. */
  | 'changed'
  /** The server sends whole files only. */
  | 'noRanges'
  /** The server answered with another part than it was asked for, or refused the part. */
  | 'wrongRange'
  /** Nothing says whether the file is still the same. */
  | 'noValidator'
  /** The bytes came compressed: the place in the compressed stream cannot be found again. */
  | 'encoded'
  /** The bytes did not match their checksum or length. */
  | 'corrupt'
  /** The server told neither length nor checksum, so the file is fetched again to be compared. */
  | 'unconfirmed';

/** Why a download waits: a failure that passes, a link that the storage refuses, or a file that is not there yet. */
export type WaitReason = ApiErrorKind | 'expired' | 'notReady';

export type DownloadProgress =
  /** Asking impact.com for the file. */
  | { readonly phase: 'asking' }
  | {
      readonly phase: 'receiving';
      /** The bytes of the whole file so far, including those of an earlier try. */
      readonly receivedBytes: number;
      /** Undefined while the server does not say. */
      readonly totalBytes: number | undefined;
      /** Over the last seconds; undefined until it can be told. */
      readonly bytesPerSecond: number | undefined;
      readonly msLeft: number | undefined;
    }
  /** Until `untilMs` (since the epoch), because of `reason`; then goes on from `receivedBytes`. */
  | {
      readonly phase: 'waiting';
      readonly untilMs: number;
      readonly reason: WaitReason;
      readonly receivedBytes: number;
      readonly totalBytes: number | undefined;
    }
  | { readonly phase: 'restarting'; readonly reason: RestartReason }
  /** All bytes are there; their checksum is being computed and the disk told to keep them. */
  | { readonly phase: 'verifying'; readonly totalBytes: number };
