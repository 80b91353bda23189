import path from 'node:path';
import type { DownloadProgress } from '../core/download/downloadProgress';
import type { DownloadedFile } from '../core/download/downloadResult';
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
}

/** Downloads results, a few at a time, with progress. What an interrupted program has received stays, to be resumed. */
export class Downloading {
  private readonly queue = new TransferQueue<DownloadedFile>();

  constructor(
    private readonly cli: Cli,
    private readonly session: Session,
  ) {
    this.queue.onDidChange((key) => this.show(key));
    cli.signal.addEventListener('abort', () => this.queue.all.forEach(({ key }) => this.queue.pause(key)));
  }

  private readonly entries = new Map<string, JobEntry>();

  /** Throws ApiError or DownloadError. */
  async download(entry: JobEntry, { folder, name }: DownloadPlace): Promise<DownloadedFile> {
    const { client, transport, clock } = this.session;
    this.cli.signal.throwIfAborted();
    this.entries.set(entry.key, entry);
    try {
      return await this.queue.start(entry.key, async (signal, onProgress) => {
        const { downloadResult } = await import('../core/download/downloadResult');
        return downloadResult({
          client,
          transport,
          clock,
          jobId: entry.job.id,
          folder,
          nameFile: ({ suggestedName, extension }) =>
            resultName(entry, { template: name, nowMs: clock.now(), extension, suggestedName, language: ENGLISH }),
          signal,
          onProgress,
        });
      });
    } finally {
      this.cli.terminal.progress.remove(entry.key);
    }
  }

  private show(key: string): void {
    const step = this.queue.stepOf(key);
    const entry = this.entries.get(key);
    if (step !== undefined && entry !== undefined) {
      this.cli.terminal.progress.set(key, {
        label: `${jobName(entry)} ${entry.job.id.slice(0, 8)}`,
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
