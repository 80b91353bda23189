import path from 'node:path';
import * as vscode from 'vscode';
import { accountRef } from '../../core/account';
import type { Clock } from '../../core/clock';
import { isApiError } from '../../core/apiError';
import { isRetrying } from '../../core/jobs/jobState';
import { jobKey, type JobEntry } from '../../core/jobs/jobEntry';
import type { JobStore } from '../../core/jobs/jobStore';
import { entryIn, type SyncState } from '../../core/jobs/snapshot';
import { type ManifestFailure, type ManifestFile, manifestTime } from '../../core/savedExports/manifest';
import { type Postponement, postponementOf } from '../../core/runs/postponement';
import { stateOfAwaited } from '../../core/runs/runExports';
import type { Downloads } from '../downloads/downloads';
import type { FolderGuard } from '../downloads/folderGuard';
import type { DownloadedResult } from '../downloads/downloadToDestination';
import { sentenceFor } from '../words/errorMessages';
import { UserError } from '../words/userError';
import { lookUpJob } from '../jobs/findJob';
import type { Log } from '../diagnostics/log';
import { TableChoices } from '../tables/tableChoices';
import type { Watchers } from '../watching/watchers';
import { statusInWords } from '../jobs/jobWords';
import type { EndedItem, PendingItem, PendingRun } from './pendingRun';

export interface AwaitedResultsOptions {
  readonly context: Pick<vscode.ExtensionContext, 'globalState'>;
  readonly store: JobStore;
  readonly watchers: Watchers;
  readonly downloads: Downloads;
  readonly guard: FolderGuard;
  readonly clock: Clock;
  readonly log: Log;
}

/** A result that couldn't be downloaded for a temporary reason, so the run keeps waiting for it. */
export interface PostponedItem extends Postponement {
  readonly kind: 'later';
  readonly sentence: string;
}

/** Downloads the result of one export of a run to the run's folder, and adds its entry to the folder's manifest. */
export class AwaitedResults {
  constructor(private readonly options: AwaitedResultsOptions) {}

  /** Downloads the item's result if its job has completed. Undefined while the job is unfinished. Never throws. */
  async settle(run: PendingRun, item: PendingItem): Promise<EndedItem | PostponedItem | undefined> {
    const { clock } = this.options;
    try {
      const entry = await this.entryOf(item);
      if (entry === undefined || this.options.watchers.client(item.accountId) === undefined) {
        return undefined;
      }
      switch (stateOfAwaited(entry.job, clock.now())) {
        case 'waiting':
          return undefined;
        case 'ended':
          return {
            kind: 'failed',
            export: item.export,
            item,
            sentence: [
              vscode.l10n.t(
                '{0}: the job ended with the status {1}.',
                item.export,
                statusInWords(entry.job).toLowerCase(),
              ),
              entry.job.statusMessage,
            ]
              .filter((part) => part !== '')
              .join(' '),
          };
        case 'done':
          return await this.download(run, item, entry);
      }
    } catch (error) {
      const postponement = postponementOf(error, clock.now());
      if (postponement !== undefined) {
        this.options.log.warn(
          `Still waiting for the result of ${item.jobId}: ${error instanceof Error ? error.message : String(error)}`,
        );
        return { kind: 'later', ...postponement, sentence: sentenceFor(error, clock.now()) };
      }
      const sentence =
        isApiError(error) && error.kind === 'aborted'
          ? vscode.l10n.t('the download was cancelled.')
          : sentenceFor(error, clock.now());
      this.options.log.error(`Can't download the result of ${item.jobId}`, error);
      return { kind: 'failed', export: item.export, item, sentence: vscode.l10n.t('{0}: {1}', item.export, sentence) };
    }
  }

  /** Adds the exports of a set that have no file to the set's manifest, with the reason. */
  async noteFailures({ name, isSet, folder, remoteFolder, ended, startedAtMs }: PendingRun): Promise<void> {
    const failures = ended.flatMap((item) => (item.kind === 'failed' ? [item] : []));
    if (!isSet || remoteFolder !== undefined || failures.length === 0) {
      return;
    }
    try {
      await this.options.guard.check(folder);
      const { addFailuresToManifest } = await import('../../core/savedExports/writeManifest');
      const entries = failures.map(({ export: member, sentence, item }): ManifestFailure => {
        const parameters = item?.parameters;
        return {
          export: member,
          set: name,
          reason: sentence,
          job: item?.jobId ?? null,
          report: parameters === undefined ? null : { id: parameters.reportId, name: parameters.reportName },
          parameters: parameters?.filters ?? null,
          runAt: manifestTime(startedAtMs),
        };
      });
      await addFailuresToManifest(folder, entries, this.options.clock);
    } catch (error) {
      this.options.log.error("Can't write the manifest", error);
    }
  }

  /** The sync state of the account's list. A current list is a sign that impact.com responds. */
  syncOf({ accountId }: PendingItem): SyncState | undefined {
    return this.options.store.account(accountId)?.sync;
  }

  /**
   * Whether the job's state can change without a change in the list, because impact.com gives up on retries silently.
   */
  isRetrying({ accountId, jobId }: PendingItem): boolean {
    const job = this.options.store.entry(accountId, jobId)?.job;
    return job !== undefined && isRetrying(job, this.options.clock.now());
  }

  private async entryOf({ accountId, jobId }: PendingItem): Promise<JobEntry | undefined> {
    const account = this.options.store.account(accountId);
    if (account === undefined) {
      throw new UserError(vscode.l10n.t("You're signed out of the account for this export."));
    }
    return account.sync.kind === 'current' ? lookUpJob(this.options, accountId, jobId) : entryIn(account, jobId);
  }

  private async download(run: PendingRun, item: PendingItem, entry: JobEntry): Promise<EndedItem> {
    const { downloads } = this.options;
    const remoteFolder = run.remoteFolder === undefined ? undefined : vscode.Uri.parse(run.remoteFolder);
    const received = await downloads.downloadTo(
      entry,
      { folder: run.folder, fileName: undefined, remoteFolder, isElsewhere: true },
      item.fileName,
    );
    const rows = await this.note(run, item, entry, received);
    return {
      kind: 'downloaded',
      export: item.export,
      uri: received.uri.toString(),
      bytes: received.sizeBytes,
      rows,
      isOld: item.isOld,
      item,
    };
  }

  /** Counts the rows and writes the manifest's entry. Does nothing in a workspace that isn't on a disk. */
  private async note(
    run: PendingRun,
    item: PendingItem,
    entry: JobEntry,
    { uri, sizeBytes, sha256 }: DownloadedResult,
  ): Promise<number | undefined> {
    if (uri.scheme !== 'file') {
      return undefined;
    }
    const { clock, log } = this.options;
    const [{ countRows }, { addToManifest }] = await Promise.all([
      import('../../core/tables/readTable'),
      import('../../core/savedExports/writeManifest'),
    ]);
    const rows = await countRows(uri.fsPath, { choice: new TableChoices(this.options.context.globalState).of(entry) });
    const kept = await addToManifest(
      path.dirname(uri.fsPath),
      this.manifestEntry(run, item, entry, {
        file: path.basename(uri.fsPath),
        bytes: sizeBytes,
        sha256,
        rows: rows ?? null,
      }),
      clock,
    );
    if (kept !== undefined) {
      log.warn(`Can't read the manifest. It was renamed to ${kept}`);
    }
    return rows;
  }

  private manifestEntry(
    run: PendingRun,
    item: PendingItem,
    { job, accountId }: JobEntry,
    file: Pick<ManifestFile, 'file' | 'bytes' | 'sha256' | 'rows'>,
  ): ManifestFile {
    const { reportId, reportName, format, filters } = item.parameters;
    const account = this.options.store.account(accountId)?.account;
    return {
      ...file,
      export: item.export,
      set: run.isSet ? run.name : null,
      report: { id: reportId, name: reportName },
      format,
      parameters: filters,
      period: item.period ?? null,
      account: { sid: account === undefined ? '' : accountRef(account), kind: account?.kind ?? '' },
      job: {
        id: job.id,
        existedBefore: item.isOld,
        replayOf: item.replayOf ?? null,
        createdAt: manifestTime(job.createdAt),
        startedAt: manifestTime(job.startedAt),
        completedAt: manifestTime(job.completedAt),
      },
      runAt: manifestTime(run.startedAtMs),
      downloadedAt: manifestTime(this.options.clock.now()),
    };
  }
}

export function keyOf({ accountId, jobId }: PendingItem): string {
  return jobKey(accountId, jobId);
}
