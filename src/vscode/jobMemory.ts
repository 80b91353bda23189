import type * as vscode from 'vscode';
import { type DownloadMark, JOB_ALERTS, type JobAlert, type TransferMark } from '../core/jobs/jobEntry';
import type { JobMemory } from '../core/jobs/jobStore';

const NAMES_KEY = 'impactJobs.names';
const DOWNLOADS_KEY = 'impactJobs.downloads';
const FOLDERS_KEY = 'impactJobs.downloadFolders';
const ALERTS_KEY = 'impactJobs.alerts';
/** Far more than a list shows; the oldest go first. */
const MAX_REMEMBERED = 5000;
const MAX_FOLDERS = 20;
/** Jobs are watched or muted by hand, and mean nothing once they have ended. */
const MAX_ALERTS = 500;

/**
 * What is remembered of jobs: for the user their names and which are watched or muted, for the workspace the files that
 * they were downloaded to.
 */
export class StoredJobMemory implements JobMemory {
  private readonly names: Map<string, string>;
  private readonly downloads: Map<string, DownloadMark>;
  /** Of this session alone: what lies half-way on the disk is found there again. */
  private readonly transfers = new Map<string, TransferMark>();

  constructor(private readonly context: Pick<vscode.ExtensionContext, 'globalState' | 'workspaceState'>) {
    this.names = new Map(Object.entries(context.globalState.get<Record<string, string>>(NAMES_KEY, {})));
    this.downloads = new Map(Object.entries(context.workspaceState.get<Record<string, DownloadMark>>(DOWNLOADS_KEY, {})));
  }

  nameOf(key: string): string | undefined {
    return this.names.get(key);
  }

  downloadOf(key: string): DownloadMark | undefined {
    return this.downloads.get(key);
  }

  transferOf(key: string): TransferMark | undefined {
    return this.transfers.get(key);
  }

  /** Read from VS Code's state each time: it holds what another window has set meanwhile. */
  alertOf(key: string): JobAlert | undefined {
    const alerts = this.alerts();
    return Object.hasOwn(alerts, key) ? JOB_ALERTS.find((alert) => alert === alerts[key]) : undefined;
  }

  /** The folders outside a workspace that results went to, the last one last. */
  get folders(): readonly string[] {
    return this.context.globalState.get<readonly string[]>(FOLDERS_KEY, []);
  }

  async addFolder(folder: string): Promise<void> {
    if (this.folders.at(-1) !== folder) {
      await this.context.globalState.update(FOLDERS_KEY, [...this.folders.filter((known) => known !== folder), folder].slice(-MAX_FOLDERS));
    }
  }

  async setNames(names: Iterable<readonly [key: string, name: string]>): Promise<void> {
    for (const [key, name] of names) {
      this.names.set(key, name);
    }
    await this.context.globalState.update(NAMES_KEY, newest(this.names, MAX_REMEMBERED));
  }

  setTransfer(key: string, mark: TransferMark | undefined): void {
    if (mark === undefined) {
      this.transfers.delete(key);
    } else {
      this.transfers.set(key, mark);
    }
  }

  async setDownload(key: string, mark: DownloadMark | undefined): Promise<void> {
    if (mark === undefined) {
      this.downloads.delete(key);
    } else {
      this.downloads.set(key, mark);
    }
    await this.context.workspaceState.update(DOWNLOADS_KEY, newest(this.downloads, MAX_REMEMBERED));
  }

  /** `undefined` leaves the jobs to the settings again. */
  async setAlerts(keys: Iterable<string>, alert: JobAlert | undefined): Promise<void> {
    const alerts = new Map(Object.entries(this.alerts()));
    for (const key of keys) {
      alerts.delete(key); // so that what was set last stands last
      if (alert !== undefined) {
        alerts.set(key, alert);
      }
    }
    await this.context.globalState.update(ALERTS_KEY, newest(alerts, MAX_ALERTS));
  }

  private alerts(): Readonly<Record<string, unknown>> {
    return this.context.globalState.get<Record<string, unknown>>(ALERTS_KEY, {});
  }
}

function newest<T>(values: ReadonlyMap<string, T>, count: number): Record<string, T> {
  return Object.fromEntries([...values].slice(-count));
}
