/**
 * Why a download ended without a file, told apart by what helps:
 * `notReady` and `notAFile` say that the server sent something else than the result, `expired` that the storage refuses its
 * links, `changing` that the result never stood still, `corrupt` that the bytes do not match their checksum or
 * length; `busy` that another process is at it; the rest concern the disk. What failed on the network is an ApiError.
 */
const DOWNLOAD_ERROR_KINDS = [
  'notReady',
  'notAFile',
  'expired',
  'changing',
  'corrupt',
  'busy',
  'noSpace',
  'diskFull',
  'fileTooLarge',
  'folderGone',
  'notAFolder',
  'notPlain',
  'readOnly',
  'nameTooLong',
  'disk',
] as const;
export type DownloadErrorKind = (typeof DOWNLOAD_ERROR_KINDS)[number];

export interface DownloadErrorDetails {
  /** The file or folder in question. */
  readonly path?: string | undefined;
  /** What the server said in place of a file, in its own words. */
  readonly serverMessage?: string | undefined;
  /** `notReady`: the job's status as it was sent. */
  readonly jobStatus?: string | undefined;
  /** `noSpace`: what the file still needs, and what there is. */
  readonly neededBytes?: number | undefined;
  readonly freeBytes?: number | undefined;
  readonly cause?: unknown;
}

export class DownloadError extends Error {
  readonly path: string | undefined;
  readonly serverMessage: string | undefined;
  readonly jobStatus: string | undefined;
  readonly neededBytes: number | undefined;
  readonly freeBytes: number | undefined;

  /** `message` is for the log; people get a sentence made from `kind` and the details. */
  constructor(
    readonly kind: DownloadErrorKind,
    message: string,
    details: DownloadErrorDetails = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'DownloadError';
    this.path = details.path;
    this.serverMessage = details.serverMessage;
    this.jobStatus = details.jobStatus;
    this.neededBytes = details.neededBytes;
    this.freeBytes = details.freeBytes;
  }
}

/** By shape rather than class: lazily loaded bundles carry a copy of the class. */
export function isDownloadError(error: unknown): error is DownloadError {
  return (
    error instanceof Error &&
    error.name === 'DownloadError' &&
    DOWNLOAD_ERROR_KINDS.some((kind) => kind === (error as DownloadError).kind)
  );
}
