import { unlink } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { ApiClient } from '../../core/api/apiClient';
import type { Transport } from '../../core/api/transport';
import type { Clock } from '../../core/clock';
import type { DownloadProgress } from '../../core/download/downloadProgress';
import type { DownloadedFile } from '../../core/download/downloadResult';
import { fillTemplate } from '../../core/download/fileTemplate';
import type { JobEntry } from '../../core/jobs/jobEntry';
import { UserError } from '../words/userError';
import { typeInWords } from '../jobs/jobWords';
import { bytesInWords } from '../words/timeWords';
import { type Destination, MAX_REMOTE_BYTES } from './destination';
import { copyToRemote } from './copyToRemote';

/** A result where it belongs. */
export interface ReceivedResult {
  readonly uri: vscode.Uri;
  readonly sizeBytes: number;
  readonly sha256: string;
  /** The folder held the same bytes already. */
  readonly alreadyThere: boolean;
}

export interface ReceiveOptions {
  readonly entry: JobEntry;
  readonly client: ApiClient;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly destination: Destination;
  readonly template: string;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: DownloadProgress) => void;
}

/** Brings one job's result to its destination. Throws ApiError, DownloadError, or a sentence for people. */
export async function receiveResult(options: ReceiveOptions): Promise<ReceivedResult> {
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
    nameFile: ({ suggestedName, extension }) =>
      fileName ?? nameFor(entry, template, clock.now(), extension, suggestedName),
    replaces: isReplacing ? fileName : undefined,
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
      await unlink(file.path).catch(() => undefined); // nobody looks for it there
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

/** What the result is called by the user's template. */
export function nameFor(
  { job, name }: JobEntry,
  template: string,
  nowMs: number,
  extension: string,
  suggestedName?: string,
): string {
  return fillTemplate(template, {
    report: name ?? reportOf(suggestedName, job.type) ?? typeInWords(job.type),
    type: typeInWords(job.type),
    program: job.programId,
    date: new Date(job.completedAt ?? nowMs).toISOString().slice(0, 10),
    id: job.id.slice(0, 8),
    ext: extension,
  });
}

/** What the server calls the file, less its ending and date: the template has those. Undefined where only the type is left. */
function reportOf(suggestedName: string | undefined, type: string): string | undefined {
  const stem = suggestedName
    ?.replace(/\.[^.]*$/, '')
    .replace(/[\s_-]*\d{4}-?\d{2}-?\d{2}.*$/, '')
    .replaceAll('_', ' ')
    .trim();
  return stem === '' || stem === type ? undefined : stem;
}

function inPlace({ path, sizeBytes, sha256, alreadyThere }: DownloadedFile): ReceivedResult {
  return { uri: vscode.Uri.file(path), sizeBytes, sha256, alreadyThere };
}

function isTooLarge(progress: DownloadProgress): boolean {
  return (
    progress.phase === 'receiving' && Math.max(progress.receivedBytes, progress.totalBytes ?? 0) > MAX_REMOTE_BYTES
  );
}
