/**
 * Why a download ended without a file. Kinds differ in what helps. `notReady` and `notAFile`: the server sent something
 * other than the result. `expired`: the storage refuses its links. `changing`: the result kept changing. `corrupt`: the
 * bytes don't match their checksum or length. `busy`: another process downloads the same file. The others are about the
 * disk. Network failures are an ApiError.
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
  /** The file or folder that the error is about. */
  readonly path?: string | undefined;
  /** The server's own text, sent instead of a file. */
  readonly serverMessage?: string | undefined;
  /** For `notReady`: the job's status as sent. */
  readonly jobStatus?: string | undefined;
  /** For `noSpace`: the space that the file still needs and the space that is free. */
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

  /** `message` is for the log. People get a sentence made from `kind` and the details. */
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

/** Checks the shape, not the class, because each lazily loaded bundle has its own copy of the class. */
export function isDownloadError(error: unknown): error is DownloadError {
  return (
    error instanceof Error &&
    error.name === 'DownloadError' &&
    DOWNLOAD_ERROR_KINDS.some((kind) => kind === (error as DownloadError).kind)
  );
}
