import path from 'node:path';
import type { ApiClient } from '../core/api/apiClient';
import type { DownloadProgress } from '../core/download/downloadProgress';
import type { DownloadedFile } from '../core/download/downloadResult';
import { PAUSE } from '../core/download/pause';
import type { FileNames } from '../core/download/fileNames';
import { resultName } from '../core/download/resultName';
import { TransferQueue, type TransferStep } from '../core/download/transferQueue';
import type { JobEntry } from '../core/jobs/jobEntry';
import { ENGLISH } from '../core/words/language';
import { bytesInWords, clockTime, timeLeftInWords } from '../core/words/timeWords';
import type { Cli } from './cli';
import { jobName } from './jobText';
import type { Session } from './session';

export interface DownloadPlace {
  /** Absolute. */
  readonly folder: string;
  /** The template of the file's name. */
  readonly name: string;
  /** Default: the session's. */
  readonly client?: ApiClient;
  /** Which names in the folder belong to others. */
  readonly names?: FileNames;
  /** Aborts this download. With PAUSE, what has arrived stays. Default: the program's interruption, which pauses. */
  readonly signal?: AbortSignal;
  /** Default: the job's key. Several downloads of one job have keys of their own. */
  readonly key?: string;
  /** What people call it. Default: the job's name. */
  readonly label?: string;
}

/** Downloads results, a few at a time, with progress. What an interrupted program has received stays, to be resumed. */
export class Downloading {
  private readonly queue = new TransferQueue<DownloadedFile>();
  private readonly labels = new Map<string, string>();

  constructor(
    private readonly cli: Cli,
    private readonly session: Session,
  ) {
    this.queue.onDidChange((key) => this.show(key));
  }

  /** Throws ApiError or DownloadError. */
  async download(entry: JobEntry, place: DownloadPlace): Promise<DownloadedFile> {
    const { folder, name, names, signal: stop = this.cli.signal, key = entry.key, label = jobName(entry) } = place;
    const { transport, clock } = this.session;
    const { client = this.session.client } = place;
    stop.throwIfAborted();
    this.labels.set(key, `${label} ${entry.job.id.slice(0, 8)}`);
    const onStop = (): void =>
      stop === this.cli.signal || stop.reason === PAUSE ? this.queue.pause(key) : this.queue.cancel(key);
    stop.addEventListener('abort', onStop);
    try {
      return await this.queue.start(key, async (signal, onProgress) => {
        const { downloadResult } = await import('../core/download/downloadResult');
        return downloadResult({
          client,
          transport,
          clock,
          jobId: entry.job.id,
          folder,
          names,
          nameFile: ({ suggestedName, extension }) =>
            resultName(entry, { template: name, nowMs: clock.now(), extension, suggestedName, language: ENGLISH }),
          signal,
          onProgress,
        });
      });
    } finally {
      stop.removeEventListener('abort', onStop);
      this.cli.terminal.progress.remove(key);
    }
  }

  private show(key: string): void {
    const step = this.queue.stepOf(key);
    const label = this.labels.get(key);
    if (step !== undefined && label !== undefined) {
      this.cli.terminal.progress.set(key, {
        label,
        share: shareOf(step),
        text: figuresOf(step, this.session.clock.now()),
        step: STEPS[step.phase],
      });
    }
  }
}

const STEPS: Readonly<Record<TransferStep['phase'], string>> = {
  queued: 'waiting to download',
  asking: 'requesting the file',
  receiving: 'downloading',
  waiting: 'interrupted, tries again soon',
  restarting: 'starting over',
  verifying: 'checking the file',
};

function shareOf(step: TransferStep): number | undefined {
  const isCounting = step.phase === 'receiving' || step.phase === 'waiting';
  return isCounting && step.totalBytes ? Math.min(1, step.receivedBytes / step.totalBytes) : undefined;
}

function figuresOf(step: TransferStep, nowMs: number): string {
  switch (step.phase) {
    case 'receiving':
      return receivingInWords(step);
    case 'waiting':
      return step.reason === 'notReady'
        ? `the file isn't ready yet, tries again at ${clockTime(step.untilMs, nowMs, ENGLISH)}`
        : `interrupted, resumes at ${clockTime(step.untilMs, nowMs, ENGLISH)}`;
    default:
      return STEPS[step.phase];
  }
}

function receivingInWords({
  receivedBytes,
  totalBytes,
  bytesPerSecond,
  msLeft,
}: Extract<DownloadProgress, { phase: 'receiving' }>): string {
  const received = bytesInWords(receivedBytes, ENGLISH);
  return [
    totalBytes === undefined ? received : `${received} of ${bytesInWords(totalBytes, ENGLISH)}`,
    ...(bytesPerSecond === undefined ? [] : [`${bytesInWords(bytesPerSecond, ENGLISH)} per second`]),
    ...(msLeft === undefined ? [] : [timeLeftInWords(msLeft, ENGLISH)]),
  ].join(' · ');
}

/** The path as it's shortest to type from `folder`: relative inside it, absolute elsewhere. */
export function shownPath(folder: string, file: string): string {
  const relative = path.relative(folder, file);
  return relative.startsWith('..') || path.isAbsolute(relative) ? file : relative;
}
