import type * as vscode from 'vscode';
import type { DownloadMark, TransferMark } from '../core/jobs/jobEntry';
import type { JobMemory } from '../core/jobs/jobStore';

const NAMES_KEY = 'impactJobs.names';
const DOWNLOADS_KEY = 'impactJobs.downloads';
const FOLDERS_KEY = 'impactJobs.downloadFolders';
/** Far more than a list shows; the oldest go first. */
const MAX_REMEMBERED = 5000;
const MAX_FOLDERS = 20;

/** What is remembered of jobs: their names for the user, the files they were downloaded to for the workspace. */
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
    await this.context.globalState.update(NAMES_KEY, newest(this.names));
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
    await this.context.workspaceState.update(DOWNLOADS_KEY, newest(this.downloads));
  }
}

function newest<T>(values: ReadonlyMap<string, T>): Record<string, T> {
  return Object.fromEntries([...values].slice(-MAX_REMEMBERED));
}
