import { chmod, mkdir } from 'node:fs/promises';
import { ApiError, isApiError } from '../apiError';
import { onDisk } from './diskError';
import { PRIVATE_FOLDER } from '../files/createFile';
import { errorCode } from '../files/fileError';
import { DownloadError, isDownloadError } from './downloadError';
import type { RestartReason } from './downloadProgress';
import type { DownloadRequest } from './downloadRequest';
import { DownloadRun, waitFor } from './downloadRun';
import { PAUSE } from './pause';
import { placeFile, placeOver } from './placeFile';
import { ProgressMeter } from './progressMeter';
import { retryAfter } from './retryPolicy';
import { PartialDownload } from './partialDownload';

export interface DownloadedFile {
  readonly path: string;
  /** Without a dot. Can be compound: `csv.gz`. */
  readonly extension: string;
  readonly sizeBytes: number;
  /** Lowercase hex. */
  readonly sha256: string;
  /** Whether the folder already had a file with the same bytes, so that no second one was created. */
  readonly alreadyThere: boolean;
  /** The reason for each restart. */
  readonly notes: readonly RestartReason[];
}

/**
 * Failures after which the received bytes are useless, because the file is gone or has changed. After all others (a new
 * token, another network, more disk space), the download can be resumed.
 */
const NOT_WORTH_KEEPING = ['notFound', 'changing', 'corrupt', 'fileTooLarge', 'nameTooLong'];

/**
 * Downloads a job's result. The file grows beside its final place as `.part` and gets its name when it's complete and
 * on the disk. Resumes what an earlier attempt left. Throws ApiError for network failures and DownloadError for all
 * others.
 */
export async function downloadResult(request: DownloadRequest): Promise<DownloadedFile> {
  const { client, clock, folder, jobId, signal } = request;
  await onDisk(folder, () => makeFolder(request));
  const lost = new AbortController();
  const meter = new ProgressMeter(clock, request.onProgress);
  const adopted = await PartialDownload.resume(folder, jobId, client.account.id, request);
  const run = new DownloadRun(
    request,
    meter,
    AbortSignal.any([signal, lost.signal]),
    (error) => lost.abort(error),
    adopted,
  );
  try {
    return await finish(request, run, meter);
  } catch (error) {
    const reason: unknown = lost.signal.aborted ? lost.signal.reason : error;
    const isPaused = signal.aborted && signal.reason === PAUSE;
    const isWorthKeeping =
      (isApiError(reason) || isDownloadError(reason)) &&
      !NOT_WORTH_KEEPING.includes(reason.kind) &&
      run.partial?.isResumable === true;
    await (isPaused || (isWorthKeeping && !signal.aborted) ? run.partial?.keep() : run.partial?.remove());
    throw signal.aborted ? new ApiError('aborted', 'The download was canceled', { cause: reason }) : reason;
  } finally {
    await run.close();
  }
}

async function makeFolder({ folder, isPrivate = false }: DownloadRequest): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    if (isPrivate) {
      await chmod(folder, PRIVATE_FOLDER);
    }
  } catch (error) {
    throw errorCode(error) === 'EEXIST'
      ? new DownloadError('notAFolder', `${folder} is a file`, { path: folder, cause: error })
      : error;
  }
}

async function finish(
  { folder, replaces, names }: DownloadRequest,
  run: DownloadRun,
  meter: ProgressMeter,
): Promise<DownloadedFile> {
  for (;;) {
    await runAttempts(run, meter);
    const digest = await run.verify();
    const { partial } = run;
    if (digest !== undefined && partial !== undefined) {
      const { fileName, extension } = partial.state;
      const { path, alreadyThere } =
        fileName === replaces
          ? await placeOver(partial.part.path, folder, fileName)
          : await placeFile(partial.part.path, folder, fileName, extension, digest, names);
      await partial.remove();
      return { path, extension, sizeBytes: digest.bytes, sha256: digest.sha256, alreadyThere, notes: run.notes };
    }
  }
}

/**
 * Each attempt costs the account one request, so a server that sends a file in tiny pieces could use up all of them.
 */
const MAX_ATTEMPTS = 100;

/** Repeats attempts until all bytes are there. Pauses after temporary failures. */
async function runAttempts(run: DownloadRun, meter: ProgressMeter): Promise<void> {
  const { clock, signal } = run.request;
  let failures = 0;
  let refusedLinks = 0;
  for (let attempts = 1; ; attempts++) {
    const before = run.partial?.part.sizeBytes ?? 0;
    try {
      if (await run.attempt()) {
        return;
      }
      failures = 0;
      refusedLinks = 0;
    } catch (error) {
      failures = (run.partial?.part.sizeBytes ?? 0) > before ? 1 : failures + 1;
      refusedLinks = isDownloadError(error) && error.kind === 'expired' ? refusedLinks + 1 : 0;
      const retry =
        signal.aborted || attempts >= MAX_ATTEMPTS
          ? undefined
          : retryAfter({
              error,
              failures,
              refusedLinks,
              nowMs: clock.now(),
              hasReceived: run.hasReceived,
              random: Math.random(),
            });
      if (retry === undefined) {
        throw error;
      }
      meter.enter({
        phase: 'waiting',
        untilMs: clock.now() + retry.waitMs,
        reason: retry.reason,
        receivedBytes: run.partial?.part.sizeBytes ?? 0,
        totalBytes: run.partial?.state.totalBytes,
      });
      await waitFor(clock, retry.waitMs, run.signal);
    }
  }
}
