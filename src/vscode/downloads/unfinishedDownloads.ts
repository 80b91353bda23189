import * as vscode from 'vscode';
import type { Clock } from '../../core/clock';
import type { DamagedDownload, UnfinishedDownload } from '../../core/download/findUnfinished';
import { hasParts } from '../../core/download/listParts';
import { Emitter } from '../../core/event';
import { jobKey } from '../../core/jobs/jobEntry';
import type { TransferMark } from '../../core/jobs/jobMarks';
import type { JobStore } from '../../core/jobs/jobStore';
import { commandId } from '../ids';
import type { StoredJobMemory } from '../jobs/jobMemory';
import type { Log } from '../diagnostics/log';
import { offer } from '../messages';
import type { FolderGuard } from './folderGuard';

export interface UnfinishedOptions {
  readonly store: JobStore;
  readonly memory: StoredJobMemory;
  readonly clock: Clock;
  readonly log: Log;
  readonly guard: FolderGuard;
}

/** Interrupted downloads in the folders for results: paused, failed, or stopped when VS Code closed. */
export class UnfinishedDownloads {
  private readonly known = new Map<string, UnfinishedDownload>();
  private readonly discarded = new Emitter<UnfinishedDownload>();

  constructor(private readonly options: UnfinishedOptions) {}

  onDidDiscard(listener: (download: UnfinishedDownload) => void): () => void {
    return this.discarded.on(listener);
  }

  find(key: string): UnfinishedDownload | undefined {
    return this.known.get(key);
  }

  markOf(key: string): TransferMark | undefined {
    const download = this.known.get(key);
    return download && { kind: 'unfinished', percent: percentOf(download) };
  }

  /** Scans a folder, marks the jobs with interrupted downloads in it, and returns these downloads. */
  async scan(folder: string): Promise<readonly UnfinishedDownload[]> {
    // Most folders have none, and then no more code is loaded.
    const found = (await hasParts(folder)) ? await this.read(folder) : [];
    const gone = [...this.known.values()].filter((download) => download.folder === folder);
    gone.forEach(({ accountId, jobId }) => this.known.delete(jobKey(accountId, jobId)));
    found.forEach((download) => this.known.set(jobKey(download.accountId, download.jobId), download));
    for (const { accountId, jobId } of [...gone, ...found]) {
      this.mark(accountId, jobId);
    }
    return found;
  }

  /**
   * Offers to resume downloads that an earlier session left, in folders that may be read. Doesn't wait for the answer.
   */
  offer(folders: readonly string[]): void {
    this.offerAll(folders).catch((error: unknown) =>
      this.options.log.error("Can't offer to resume unfinished downloads", error),
    );
  }

  private async offerAll(folders: readonly string[]): Promise<void> {
    const found: UnfinishedDownload[] = [];
    const damaged: DamagedDownload[] = [];
    for (const folder of new Set(folders)) {
      if ((await this.options.guard.mayLook(folder)) && (await hasParts(folder))) {
        const { findDamaged } = await import('../../core/download/findUnfinished');
        found.push(...(await this.scan(folder)));
        damaged.push(...(await findDamaged(folder, this.options.clock)));
      }
    }
    this.offerToDelete(damaged).catch((error: unknown) =>
      this.options.log.error('Damaged downloads could not be deleted', error),
    );
    const ours = found.filter(({ accountId }) => this.options.store.account(accountId) !== undefined);
    const [first, ...others] = ours;
    if (first === undefined) {
      return;
    }
    const percent = percentOf(first);
    const one =
      percent === undefined
        ? vscode.l10n.t('The download of {0} was interrupted.', first.fileName)
        : vscode.l10n.t('The download of {0} was interrupted at {1}%.', first.fileName, percent);
    const message = others.length === 0 ? one : vscode.l10n.t('{0} downloads were interrupted.', ours.length);
    const references = ours.map(({ accountId, jobId }) => ({ accountId, jobId }));
    await offer(message, {
      [vscode.l10n.t('Resume')]: () => vscode.commands.executeCommand(commandId('download'), references),
      [vscode.l10n.t('Discard')]: () => this.discard(ours),
    });
  }

  /** Downloads that can't be resumed would stay forever, because nothing else shows them. */
  private async offerToDelete(damaged: readonly DamagedDownload[]): Promise<void> {
    const [first, ...others] = damaged;
    if (first === undefined) {
      return;
    }
    const message =
      others.length === 0
        ? vscode.l10n.t("The interrupted download {0} is damaged and can't be resumed.", first.fileName)
        : vscode.l10n.t("{0} interrupted downloads are damaged and can't be resumed.", damaged.length);
    await offer(message, {
      [vscode.l10n.t('Delete')]: async () => {
        const { discardDamaged } = await import('../../core/download/findUnfinished');
        for (const download of damaged) {
          await discardDamaged(download, this.options.clock);
        }
      },
    });
  }

  /** Deletes the bytes of interrupted downloads. Throws DownloadError. */
  async discard(downloads: readonly UnfinishedDownload[]): Promise<void> {
    const { discardUnfinished } = await import('../../core/download/findUnfinished');
    for (const download of downloads) {
      await discardUnfinished(download, this.options.clock);
      await this.scan(download.folder);
      this.discarded.fire(download);
    }
  }

  private mark(accountId: string, jobId: string): void {
    const { transfers } = this.options.memory;
    const key = jobKey(accountId, jobId);
    const before = transfers.get(key);
    if (before === undefined || before.kind === 'unfinished') {
      void transfers.set([[key, this.markOf(key)]]);
    }
  }

  private async read(folder: string): Promise<readonly UnfinishedDownload[]> {
    const { findUnfinished } = await import('../../core/download/findUnfinished');
    return findUnfinished(folder, this.options.clock);
  }
}

function percentOf({ keptBytes, totalBytes }: UnfinishedDownload): number | undefined {
  return totalBytes === undefined || totalBytes === 0 ? undefined : Math.floor((100 * keptBytes) / totalBytes);
}
