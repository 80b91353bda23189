import * as vscode from 'vscode';
import type { Transport } from '../core/api/transport';
import type { Clock } from '../core/clock';
import type { DownloadProgress } from '../core/download/downloadProgress';
import type { DownloadedFile } from '../core/download/downloadResult';
import { fillTemplate } from '../core/download/fileTemplate';
import type { JobEntry } from '../core/jobs/jobEntry';
import { canDownload } from '../core/jobs/jobState';
import type { JobStore } from '../core/jobs/jobStore';
import { UserError } from './errorMessages';
import type { StoredJobMemory } from './jobMemory';
import type { Log } from './log';
import type { Settings } from './settings';
import type { Watchers } from './watchers';
import { downloadInWords } from './words/downloadWords';
import { statusInWords, typeInWords, workName } from './words/jobWords';
import { bytesInWords } from './words/timeWords';

/** A larger file opens slowly or not at all in an editor, so it is opened on request only. */
const MAX_OPEN_BYTES = 10_000_000;
/** Downloads at a time; the others wait. */
const MAX_PARALLEL = 3;

export interface DownloadsOptions {
  readonly store: JobStore;
  readonly watchers: Watchers;
  readonly transport: Transport;
  readonly memory: StoredJobMemory;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly log: Log;
}

/** Results on their way into the workspace, and what can be done with them there. */
export class Downloads {
  constructor(private readonly options: DownloadsOptions) {}

  /** Downloads results, with progress and a Cancel. Throws the first failure, after the other downloads have ended. */
  async download(entries: readonly JobEntry[]): Promise<vscode.Uri[]> {
    const unfinished = entries.find(({ job }) => !canDownload(job));
    if (unfinished !== undefined) {
      throw new UserError(vscode.l10n.t('{0} has no result to download: it is {1}.', workName(unfinished), statusInWords(unfinished.job).toLowerCase()));
    }
    const folder = await this.targetFolder();
    if (folder === undefined) {
      return [];
    }
    const [first] = entries;
    const title = entries.length === 1 && first !== undefined ? vscode.l10n.t('Downloading {0}', workName(first)) : vscode.l10n.t('Downloading {0} results', entries.length);
    const results = await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title, cancellable: true }, (progress, token) =>
      this.run(entries, folder, progress, token),
    );
    const files = results.filter((result) => result.status === 'fulfilled').map(({ value }) => value);
    const failed = results.find((result) => result.status === 'rejected');
    if (failed !== undefined && !isCancelled(failed.reason)) {
      throw failed.reason;
    }
    await this.offer(files);
    return files.map(({ path }) => vscode.Uri.file(path));
  }

  /** Opens a downloaded result in whichever editor the user has for it. */
  async open(entry: JobEntry): Promise<vscode.Uri> {
    const uri = await this.existingFile(entry);
    const size = entry.download?.sizeBytes ?? 0;
    if (size > MAX_OPEN_BYTES) {
      this.offerLargeFile(uri, size);
    } else {
      await vscode.commands.executeCommand('vscode.open', uri);
    }
    return uri;
  }

  async revealInExplorer(entry: JobEntry): Promise<vscode.Uri> {
    const uri = await this.existingFile(entry);
    await reveal(uri);
    return uri;
  }

  private async run(
    entries: readonly JobEntry[],
    folder: string,
    progress: vscode.Progress<{ message?: string; increment?: number }>,
    token: vscode.CancellationToken,
  ): Promise<PromiseSettledResult<DownloadedFile>[]> {
    const abort = new AbortController();
    const cancellation = token.onCancellationRequested(() => abort.abort());
    const parts = new Map<string, DownloadProgress>();
    let reported = 0;
    const show = (entry: JobEntry, part: DownloadProgress): void => {
      parts.set(entry.key, part);
      const { message, percent } = downloadInWords([...parts.values()], entries.length);
      progress.report({ message, ...(percent === undefined ? {} : { increment: Math.max(0, percent - reported) }) });
      reported = Math.max(reported, percent ?? 0);
    };
    try {
      const waiting = [...entries.entries()];
      const results: PromiseSettledResult<DownloadedFile>[] = [];
      const work = async (): Promise<void> => {
        for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
          const [index, entry] = next;
          [results[index]] = await Promise.allSettled([this.downloadOne(entry, folder, abort.signal, (part) => show(entry, part))]);
        }
      };
      await Promise.all(Array.from({ length: MAX_PARALLEL }, work));
      return results;
    } finally {
      cancellation.dispose();
    }
  }

  private async downloadOne(entry: JobEntry, folder: string, signal: AbortSignal, onProgress: (progress: DownloadProgress) => void): Promise<DownloadedFile> {
    const { watchers, transport, clock, memory, store, settings, log } = this.options;
    const client = watchers.client(entry.accountId);
    if (client === undefined) {
      throw new UserError(vscode.l10n.t('The account of {0} is signed out.', workName(entry)));
    }
    const { downloadResult } = await import('../core/download/downloadResult');
    const { job } = entry;
    const file = await downloadResult({
      client,
      transport,
      clock,
      jobId: job.id,
      folder,
      nameFile: ({ suggestedName, extension }) =>
        fillTemplate(settings.get('download.fileName'), {
          report: entry.name ?? suggestedName?.replace(/\.[^.]*$/, '') ?? typeInWords(job.type),
          type: typeInWords(job.type),
          program: job.programId,
          date: new Date(job.completedAt ?? clock.now()).toISOString().slice(0, 10),
          id: job.id.slice(0, 8),
          ext: extension,
        }),
      signal,
      onProgress,
    });
    log.info(`Downloaded ${job.id}: ${file.sizeBytes} bytes, sha-256 ${file.sha256}`);
    await memory.setDownload(entry.key, { uri: vscode.Uri.file(file.path).toString(), sizeBytes: file.sizeBytes, atMs: clock.now() });
    store.applyMemory(entry.accountId, job.id);
    return file;
  }

  /** The folder that results go to, or undefined when the user chooses none. */
  private async targetFolder(): Promise<string | undefined> {
    const folders = vscode.workspace.workspaceFolders ?? [];
    const [only] = folders;
    if (only === undefined) {
      const picked = await vscode.window.showOpenDialog({ canSelectFolders: true, canSelectFiles: false, openLabel: vscode.l10n.t('Download Here') });
      return picked?.[0]?.fsPath;
    }
    const folder = folders.length === 1 ? only : await vscode.window.showWorkspaceFolderPick({ placeHolder: vscode.l10n.t('Download into which folder?') });
    if (folder === undefined) {
      return undefined;
    }
    if (folder.uri.scheme !== 'file') {
      throw new UserError(vscode.l10n.t('The folder {0} is not on a disk that results can be written to. Open a folder of this machine.', folder.name));
    }
    return vscode.Uri.joinPath(folder.uri, this.options.settings.get('download.folder')).fsPath;
  }

  private async existingFile({ accountId, job, key, download }: JobEntry): Promise<vscode.Uri> {
    const { memory, store } = this.options;
    if (download === undefined) {
      throw new UserError(vscode.l10n.t('This result has not been downloaded yet.'));
    }
    const uri = vscode.Uri.parse(download.uri);
    try {
      await vscode.workspace.fs.stat(uri);
      return uri;
    } catch (error) {
      await memory.setDownload(key, undefined);
      store.applyMemory(accountId, job.id);
      throw new UserError(vscode.l10n.t('The file {0} is no longer there. Download the result again.', uri.fsPath), error);
    }
  }

  private async offer(files: readonly DownloadedFile[]): Promise<void> {
    const [first, ...others] = files;
    if (first === undefined) {
      return;
    }
    const uri = vscode.Uri.file(first.path);
    if (others.length > 0) {
      const total = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
      this.say(vscode.l10n.t('Downloaded {0} results, {1}.', files.length, bytesInWords(total)), uri);
    } else if (first.sizeBytes > MAX_OPEN_BYTES) {
      this.offerLargeFile(uri, first.sizeBytes);
    } else if (this.options.settings.get('download.openAfter')) {
      await vscode.commands.executeCommand('vscode.open', uri);
    } else {
      this.say(vscode.l10n.t('Downloaded {0}, {1}.', vscode.workspace.asRelativePath(uri), bytesInWords(first.sizeBytes)), uri);
    }
  }

  private offerLargeFile(uri: vscode.Uri, sizeBytes: number): void {
    const open = vscode.l10n.t('Open Anyway');
    this.say(vscode.l10n.t('{0} has {1}, so it is not opened by itself.', vscode.workspace.asRelativePath(uri), bytesInWords(sizeBytes)), uri, {
      [open]: () => vscode.commands.executeCommand('vscode.open', uri),
    });
  }

  /** A message that nothing waits for, with a button that shows the file and any others. */
  private say(message: string, uri: vscode.Uri, more: Readonly<Record<string, () => Thenable<unknown>>> = {}): void {
    const actions: Readonly<Record<string, () => Thenable<unknown>>> = { [vscode.l10n.t('Reveal')]: () => reveal(uri), ...more };
    void vscode.window.showInformationMessage(message, ...Object.keys(actions)).then(
      (choice) => (choice === undefined ? undefined : actions[choice]?.()),
      (error: unknown) => this.options.log.error('An action of a message failed', error),
    );
  }
}

/** In VS Code's Explorer when the file is in the workspace, else in the system's. */
function reveal(uri: vscode.Uri): Thenable<unknown> {
  return vscode.commands.executeCommand(vscode.workspace.getWorkspaceFolder(uri) === undefined ? 'revealFileInOS' : 'revealInExplorer', uri);
}

function isCancelled(error: unknown): boolean {
  return error instanceof Error && (error as { kind?: unknown }).kind === 'aborted';
}
