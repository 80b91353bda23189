import * as vscode from 'vscode';
import { resultName } from '../../core/download/resultName';
import { editorLanguage } from '../words/editorLanguage';
import type { Transport } from '../../core/api/transport';
import type { Clock } from '../../core/clock';
import { isSameMark, transferMark } from '../../core/download/transferMark';
import { TransferQueue } from '../../core/download/transferQueue';
import type { JobEntry } from '../../core/jobs/jobEntry';
import { isCompleted } from '../../core/jobs/jobState';
import type { JobStore } from '../../core/jobs/jobStore';
import { sentenceFor } from '../words/errorMessages';
import { UserError } from '../words/userError';
import { warn } from '../messages';
import type { StoredJobMemory } from '../jobs/jobMemory';
import { DisposableStore } from '../lifecycle';
import type { Log } from '../diagnostics/log';
import type { Settings } from '../settings';
import type { Watchers } from '../watching/watchers';
import { statusInWords, workName } from '../jobs/jobWords';
import { bytesInWords } from '../words/timeWords';
import type { Destination, Destinations } from './destination';
import { DownloadNotification } from './downloadNotification';
import type { FolderGuard } from './folderGuard';
import { type DownloadedResult, downloadToDestination } from './downloadToDestination';
import { lastBytesOf, unusualSizeInWords } from './unusualSize';
import type { ResultFiles } from './resultFiles';
import type { UnfinishedDownloads } from './unfinishedDownloads';

const LIKELY_EXTENSION = 'csv';
const MAX_WARNED = 5;

export interface DownloadsOptions {
  readonly store: JobStore;
  readonly watchers: Watchers;
  readonly transport: Transport;
  readonly memory: StoredJobMemory;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly log: Log;
  readonly destinations: Destinations;
  readonly guard: FolderGuard;
  readonly files: ResultFiles;
  readonly unfinished: UnfinishedDownloads;
}

/** Downloads results into the workspace. */
export class Downloads {
  private readonly queue = new TransferQueue<DownloadedResult>();
  private readonly entries = new Map<string, JobEntry>();
  private readonly notification: DownloadNotification;
  private readonly subscriptions = new DisposableStore();

  constructor(private readonly options: DownloadsOptions) {
    const { queue } = this;
    this.notification = this.subscriptions.add(
      new DownloadNotification({
        pending: () => queue.all,
        nameOf: (key) => this.nameOf(key),
        cancel: (key) => queue.cancel(key),
      }),
    );
    this.subscriptions.addFunction(
      queue.onDidChange((key) => {
        this.mark(key);
        this.notification.update();
      }),
    );
  }

  /** Pauses all downloads, so that the next session can resume them. */
  dispose(): void {
    this.subscriptions.dispose();
    this.queue.all.forEach(({ key }) => this.queue.pause(key));
  }

  /**
   * Downloads results and returns their files. Resumes interrupted downloads where they are. Leaves out downloads that
   * the user cancels or pauses. Throws one error for all failures, after all downloads have ended.
   */
  async download(entries: readonly JobEntry[]): Promise<vscode.Uri[]> {
    const notReady = entries.find(({ job }) => !isCompleted(job));
    if (notReady !== undefined) {
      throw new UserError(
        vscode.l10n.t(
          '{0} has no result to download ({1}).',
          workName(notReady),
          statusInWords(notReady.job).toLowerCase(),
        ),
      );
    }
    const destination = await this.destinationFor(entries.filter((entry) => !this.isUnderWay(entry)));
    const started = entries.flatMap((entry) => {
      const folder = this.folderOf(entry);
      const resultDestination =
        folder === undefined ? destination : this.options.destinations.resumeIn(folder, destination);
      return resultDestination === undefined && !this.isUnderWay(entry)
        ? []
        : [{ entry, result: this.start(entry, resultDestination) }];
    });
    const results = await Promise.allSettled(started.map(({ result }) => result));
    const received = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    const failures = results.flatMap((result, index) => {
      const entry = started[index]?.entry;
      return result.status === 'rejected' && !isCancelled(result.reason) && entry !== undefined
        ? [{ entry, error: result.reason as unknown }]
        : [];
    });
    const unusual = await Promise.all(
      results.flatMap((result, index) => {
        const entry = started[index]?.entry;
        return result.status === 'fulfilled' && entry !== undefined
          ? [unusualSizeInWords(entry, result.value, result.value.lastBytes)]
          : [];
      }),
    );
    warnOf(unusual.filter((sentence) => sentence !== undefined));
    this.report(received, failures);
    await this.offer(received);
    return received.map(({ uri }) => uri);
  }

  /**
   * Downloads one result to the given destination. Shows no question and no message. Throws ApiError or DownloadError.
   */
  async downloadTo(entry: JobEntry, destination: Destination, template?: string): Promise<DownloadedResult> {
    return this.start(entry, destination, template);
  }

  /** Stops transfers and keeps their bytes. */
  pause(entries: readonly JobEntry[]): void {
    entries.forEach(({ key }) => this.queue.pause(key));
  }

  /** Ends transfers, running or interrupted, and deletes their bytes. */
  async cancel(entries: readonly JobEntry[]): Promise<void> {
    entries.forEach(({ key }) => this.queue.cancel(key));
    await this.options.unfinished.discard(
      entries.map(({ key }) => this.options.unfinished.find(key)).filter((download) => download !== undefined),
    );
  }

  private isUnderWay({ key }: JobEntry): boolean {
    return this.queue.stepOf(key) !== undefined;
  }

  /** The folder with the interrupted download of a result. */
  private folderOf({ key }: JobEntry): string | undefined {
    return this.options.unfinished.find(key)?.folder;
  }

  private async destinationFor(entries: readonly JobEntry[]): Promise<Destination | undefined> {
    const { destinations, memory, settings, clock } = this.options;
    const [first, ...others] = entries.filter((entry) => {
      const folder = this.folderOf(entry);
      return folder === undefined || destinations.isStaged(folder);
    });
    if (first === undefined) {
      return undefined;
    }
    const isNew = this.folderOf(first) === undefined; // an interrupted download already has its name
    const destination = await destinations.choose(
      others.length > 0 || !isNew
        ? undefined
        : resultName(first, {
            template: settings.get('download.fileName'),
            nowMs: clock.now(),
            extension: LIKELY_EXTENSION,
            language: editorLanguage(),
          }),
    );
    if (destination?.isElsewhere === true) {
      await memory.addFolder(destination.folder);
    }
    return destination;
  }

  private start(
    entry: JobEntry,
    destination: Destination | undefined,
    givenTemplate?: string,
  ): Promise<DownloadedResult> {
    this.entries.set(entry.key, entry);
    return this.queue.start(entry.key, async (signal, onProgress) => {
      const { watchers, transport, clock, settings, guard, unfinished } = this.options;
      const client = watchers.client(entry.accountId);
      if (client === undefined || destination === undefined) {
        throw new UserError(vscode.l10n.t("You're signed out of the account for {0}.", workName(entry)));
      }
      // Checked here for all callers, because the folder can become a link between the question and the download.
      await guard.check(destination.folder);
      try {
        const template = givenTemplate ?? settings.get('download.fileName', vscode.Uri.file(destination.folder));
        const received = await downloadToDestination({
          entry,
          client,
          transport,
          clock,
          destination,
          template,
          signal,
          onProgress,
        });
        const lastBytes = lastBytesOf(this.options.memory, entry);
        await this.remember(entry, received);
        return { ...received, lastBytes };
      } finally {
        await unfinished.look(destination.folder);
      }
    });
  }

  private async remember({ key, job }: JobEntry, { uri, sizeBytes, sha256 }: DownloadedResult): Promise<void> {
    const { memory, clock, log } = this.options;
    log.info(`Downloaded ${job.id}: ${sizeBytes} bytes, sha-256 ${sha256}`);
    await memory.downloads.set([[key, { uri: uri.toString(), sizeBytes, atMs: clock.now(), sha256 }]]);
  }

  /** Shows the progress of a transfer on its row. */
  private mark(key: string): void {
    const { memory, unfinished } = this.options;
    const step = this.queue.stepOf(key);
    const mark = step === undefined ? unfinished.markOf(key) : transferMark(step);
    if (this.entries.has(key) && !isSameMark(mark, memory.transfers.get(key))) {
      void memory.transfers.set([[key, mark]]);
    }
    if (step === undefined) {
      this.entries.delete(key);
    }
  }

  private nameOf(key: string): string {
    const entry = this.entries.get(key);
    return entry === undefined ? '' : workName(entry);
  }

  /** Throws one error for all failures. */
  private report(
    received: readonly DownloadedResult[],
    failures: readonly { readonly entry: JobEntry; readonly error: unknown }[],
  ): void {
    const [first, ...others] = failures;
    if (first === undefined) {
      return;
    }
    if (others.length === 0 && received.length === 0) {
      throw first.error;
    }
    const nowMs = this.options.clock.now();
    const reasons = failures.map(({ entry, error }) => `${workName(entry)}: ${sentenceFor(error, nowMs)}`);
    throw new UserError(
      vscode.l10n.t(
        'Downloaded {0} of {1} results. {2}',
        received.length,
        received.length + failures.length,
        reasons.join(' '),
      ),
      first.error,
    );
  }

  private async offer(received: readonly DownloadedResult[]): Promise<void> {
    const { files, settings } = this.options;
    const [first, ...others] = received;
    if (first === undefined) {
      return;
    }
    const { uri, sizeBytes } = first;
    if (others.length > 0) {
      const total = received.reduce((sum, result) => sum + result.sizeBytes, 0);
      files.say(vscode.l10n.t('Downloaded {0} results, {1}.', received.length, bytesInWords(total)), uri);
    } else if (settings.get('download.openAfter')) {
      await files.openOrOffer(uri, sizeBytes);
    } else {
      files.say(
        vscode.l10n.t('Downloaded {0}, {1}.', vscode.workspace.asRelativePath(uri), bytesInWords(sizeBytes)),
        uri,
      );
    }
  }
}

/** Shows the first sentences. The user has to look at all results anyway if there are more. */
function warnOf(sentences: readonly string[]): void {
  if (sentences.length > 0) {
    void warn(sentences.slice(0, MAX_WARNED).join(' '));
  }
}

/** Checks the shape, not the class, because each lazily loaded bundle has its own copy of the class. */
function isCancelled(error: unknown): boolean {
  return error instanceof Error && (error as { kind?: unknown }).kind === 'aborted';
}
