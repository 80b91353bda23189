import * as vscode from 'vscode';
import { resultName } from '../../core/download/resultName';
import { editorLanguage } from '../words/editorLanguage';
import type { Transport } from '../../core/api/transport';
import type { Clock } from '../../core/clock';
import { isSameMark, transferMark } from '../../core/download/transferMark';
import type { FileNames } from '../../core/download/fileNames';
import { PAUSE } from '../../core/download/pause';
import { TransferQueue } from '../../core/download/transferQueue';
import type { JobEntry } from '../../core/jobs/jobEntry';
import { isCompleted } from '../../core/jobs/jobState';
import type { JobStore } from '../../core/jobs/jobStore';
import { UserError } from '../words/userError';
import type { StoredJobMemory } from '../jobs/jobMemory';
import { DisposableStore } from '../lifecycle';
import type { Log } from '../diagnostics/log';
import type { Settings } from '../settings';
import type { Watchers } from '../watching/watchers';
import { distinctName, statusInWords, workName } from '../jobs/jobWords';
import { announceDownloads } from './announceDownloads';
import type { Destination, Destinations } from './destination';
import { DownloadNotification } from './downloadNotification';
import type { FolderGuard } from './folderGuard';
import { type DownloadedResult, downloadToDestination } from './downloadToDestination';
import { learnName } from './learnName';
import { lastBytesOf } from './unusualSize';
import type { ResultFiles } from './resultFiles';
import type { UnfinishedDownloads } from './unfinishedDownloads';
import { noteUsedFolder } from './usedFolders';

const LIKELY_EXTENSION = 'csv';
/** Separates a job's key and the owner of the download. Neither contains it. */
const OWNER_MARK = '\n';

/** A download for somebody who waits for its result, such as an export of a run. */
export interface OwnedDownload {
  readonly entry: JobEntry;
  /** Tells this download from others of the same job. */
  readonly owner: string;
  readonly destination: Destination;
  /** The template of the file's name, given the usual one. */
  readonly template: (usual: string) => string;
  readonly names: FileNames;
  /** Aborting cancels the download, or pauses it if the reason is PAUSE. */
  readonly signal: AbortSignal;
}

/** The owner of paused downloads, which resumes them itself. */
export interface DownloadOwner {
  /** Goes on with the paused downloads of a job, and returns their files. None if there are none. */
  resume(entry: JobEntry): readonly Promise<vscode.Uri | undefined>[];
  /** Hears that the user has discarded the paused downloads of a job. */
  discard(accountId: string, jobId: string): Promise<void>;
}

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
  private owner: DownloadOwner | undefined;

  constructor(private readonly options: DownloadsOptions) {
    const { queue } = this;
    this.notification = this.subscriptions.add(
      new DownloadNotification({
        pending: () => queue.all,
        nameOf: (id) => this.nameOf(keyOf(id)),
        cancel: (key) => queue.cancel(key),
      }),
    );
    this.subscriptions.addFunction(
      queue.onDidChange((id) => {
        this.mark(keyOf(id));
        this.notification.update();
      }),
    );
    this.subscriptions.addFunction(
      options.unfinished.onDidDiscard(({ accountId, jobId }) => void this.owner?.discard(accountId, jobId)),
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
  async download(all: readonly JobEntry[]): Promise<vscode.Uri[]> {
    const resumed = all.map((entry) => ({ entry, files: this.owner?.resume(entry) ?? [] }));
    const entries = resumed.filter(({ files }) => files.length === 0).map(({ entry }) => entry);
    const uris = await this.downloadOwn(entries);
    const others = await Promise.all(resumed.flatMap(({ files }) => files));
    return [...uris, ...others.filter((uri) => uri !== undefined)];
  }

  private async downloadOwn(entries: readonly JobEntry[]): Promise<vscode.Uri[]> {
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
        : [{ entry, result: this.start(this.transfersOf(entry)[0] ?? entry.key, entry, resultDestination) }];
    });
    const results = await Promise.allSettled(started.map(({ result }) => result));
    const ended = started.flatMap(({ entry }, index) => {
      const result = results[index];
      return result === undefined ? [] : [{ entry, result }];
    });
    return announceDownloads(ended, this.options);
  }

  /**
   * Downloads one result to where its owner says, without a question or a message. Throws ApiError (`isPause` tells
   * whether it was paused), DownloadError, or an error with a sentence for people.
   */
  async downloadFor({ entry, owner, destination, template, names, signal }: OwnedDownload): Promise<DownloadedResult> {
    const id = entry.key + OWNER_MARK + owner;
    const stop = (): void => (signal.reason === PAUSE ? this.queue.pause(id) : this.queue.cancel(id));
    signal.addEventListener('abort', stop);
    try {
      return await this.start(id, entry, destination, { template, names });
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  /** Lets the owner of paused downloads resume them. */
  setOwner(owner: DownloadOwner): void {
    this.owner = owner;
  }

  /** Stops transfers and keeps their bytes. */
  pause(entries: readonly JobEntry[]): void {
    entries.flatMap((entry) => this.transfersOf(entry)).forEach((id) => this.queue.pause(id));
  }

  /** Ends transfers, running or interrupted, and deletes their bytes. */
  async cancel(entries: readonly JobEntry[]): Promise<void> {
    entries.flatMap((entry) => this.transfersOf(entry)).forEach((id) => this.queue.cancel(id));
    await this.options.unfinished.discard(
      entries.map(({ key }) => this.options.unfinished.find(key)).filter((download) => download !== undefined),
    );
    for (const { accountId, job } of entries) {
      await this.owner?.discard(accountId, job.id);
    }
  }

  /** The downloads of a job: the user's, and those of runs. */
  private transfersOf({ key }: Pick<JobEntry, 'key'>): readonly string[] {
    return this.queue.all.filter((transfer) => keyOf(transfer.key) === key).map((transfer) => transfer.key);
  }

  private isUnderWay(entry: JobEntry): boolean {
    return this.transfersOf(entry).length > 0;
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
      noteUsedFolder(memory, destination.folder);
    }
    return destination;
  }

  private start(
    id: string,
    entry: JobEntry,
    destination: Destination | undefined,
    given: Partial<Pick<OwnedDownload, 'template' | 'names'>> = {},
  ): Promise<DownloadedResult> {
    this.entries.set(entry.key, entry);
    return this.queue.start(id, async (signal, onProgress) => {
      const { watchers, transport, clock, settings, guard, unfinished } = this.options;
      const client = watchers.client(entry.accountId);
      if (client === undefined || destination === undefined) {
        throw new UserError(vscode.l10n.t("You're signed out of the account for {0}.", workName(entry)));
      }
      // Checked here for all callers, because the folder can become a link between the question and the download.
      await guard.check(destination.folder);
      try {
        const usual = settings.get('download.fileName', vscode.Uri.file(destination.folder));
        const template = given.template?.(usual) ?? usual;
        let suggestedName: string | undefined;
        const received = await downloadToDestination({
          entry,
          client,
          transport,
          clock,
          destination,
          template,
          names: given.names,
          signal,
          onProgress,
          onName: (name) => (suggestedName = name),
        });
        learnName(this.options.memory, entry, suggestedName);
        const lastBytes = lastBytesOf(this.options.memory, entry);
        this.remember(entry, received);
        return { ...received, lastBytes };
      } finally {
        await unfinished.scan(destination.folder);
      }
    });
  }

  private remember({ key, job }: JobEntry, { uri, sizeBytes, sha256 }: DownloadedResult): void {
    const { memory, clock, log } = this.options;
    log.info(`Downloaded ${job.id}: ${sizeBytes} bytes, sha-256 ${sha256}`);
    memory.downloads.set([[key, { uri: uri.toString(), sizeBytes, atMs: clock.now(), sha256 }]]);
  }

  /** Shows the progress of a transfer on its row. */
  private mark(key: string): void {
    const { memory, unfinished } = this.options;
    const step = this.queue.all.find((transfer) => keyOf(transfer.key) === key)?.step;
    const mark = step === undefined ? unfinished.markOf(key) : transferMark(step);
    if (this.entries.has(key) && !isSameMark(mark, memory.transfers.get(key))) {
      memory.transfers.set([[key, mark]]);
    }
    if (step === undefined) {
      this.entries.delete(key);
    }
  }

  private nameOf(key: string): string {
    const entry = this.entries.get(key);
    return entry === undefined ? '' : distinctName(entry, this.options.clock.now());
  }
}

/** The key of a transfer's job. */
function keyOf(id: string): string {
  return id.split(OWNER_MARK, 1)[0] ?? id;
}
