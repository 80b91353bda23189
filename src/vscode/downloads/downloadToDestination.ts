import { unlink } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { ApiClient } from '../../core/api/apiClient';
import type { Transport } from '../../core/api/transport';
import type { Clock } from '../../core/clock';
import type { DownloadProgress } from '../../core/download/downloadProgress';
import type { DownloadedFile } from '../../core/download/downloadResult';
import type { JobEntry } from '../../core/jobs/jobEntry';
import type { FileNames } from '../../core/download/fileNames';
import { resultName } from '../../core/download/resultName';
import { editorLanguage } from '../words/editorLanguage';
import { UserError } from '../words/userError';
import { bytesInWords } from '../words/timeWords';
import { type Destination, MAX_REMOTE_BYTES } from './destination';
import { copyToRemote } from './copyToRemote';

/** A result at its final place. */
export interface DownloadedResult {
  readonly uri: vscode.Uri;
  readonly sizeBytes: number;
  readonly sha256: string;
  /** Whether the folder already had the same bytes. */
  readonly alreadyThere: boolean;
  /** The size of the last comparable result, if there was one before this download. */
  readonly lastBytes?: number | undefined;
}

export interface DestinationDownload {
  readonly entry: JobEntry;
  readonly client: ApiClient;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly destination: Destination;
  readonly template: string;
  readonly names?: FileNames | undefined;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: DownloadProgress) => void;
  /** Called with the server's name for the file. */
  readonly onName: (suggestedName: string | undefined) => void;
}

/** Downloads one job's result to its destination. Throws ApiError, DownloadError, or UserError. */
export async function downloadToDestination(options: DestinationDownload): Promise<DownloadedResult> {
  const { client, transport, clock, entry, destination, template } = options;
  const { folder, fileName, isReplacing = false, remoteFolder } = destination;
  const tooLarge = new AbortController();
  const { downloadResult } = await import('../../core/download/downloadResult');
  const received = downloadResult({
    client,
    transport,
    clock,
    jobId: entry.job.id,
    folder,
    isPrivate: remoteFolder !== undefined,
    nameFile: ({ suggestedName, extension }) => {
      options.onName(suggestedName);
      return (
        fileName ??
        resultName(entry, { template, nowMs: clock.now(), extension, suggestedName, language: editorLanguage() })
      );
    },
    replaces: isReplacing ? fileName : undefined,
    names: options.names,
    signal: AbortSignal.any([options.signal, tooLarge.signal]),
    onProgress: (progress) => {
      if (remoteFolder !== undefined && isTooLarge(progress)) {
        tooLarge.abort();
      }
      options.onProgress(progress);
    },
  });
  try {
    const file = await received;
    if (remoteFolder === undefined) {
      return inPlace(file);
    }
    try {
      return { ...inPlace(file), uri: await copyToRemote(file, remoteFolder), alreadyThere: false };
    } finally {
      await unlink(file.path).catch(() => undefined); // a leftover in the staging folder does no harm
    }
  } catch (error) {
    if (tooLarge.signal.aborted) {
      const limit = bytesInWords(MAX_REMOTE_BYTES);
      throw new UserError(
        vscode.l10n.t(
          "The result is larger than {0}, the maximum for a workspace that isn't on a disk. Open a folder on this machine, and download the result there.",
          limit,
        ),
        error,
      );
    }
    throw error;
  }
}

function inPlace({ path, sizeBytes, sha256, alreadyThere }: DownloadedFile): DownloadedResult {
  return { uri: vscode.Uri.file(path), sizeBytes, sha256, alreadyThere };
}

function isTooLarge(progress: DownloadProgress): boolean {
  return (
    progress.phase === 'receiving' && Math.max(progress.receivedBytes, progress.totalBytes ?? 0) > MAX_REMOTE_BYTES
  );
}
