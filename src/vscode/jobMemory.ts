import type * as vscode from 'vscode';
import type { DownloadMark } from '../core/jobs/jobEntry';
import type { JobMemory } from '../core/jobs/jobStore';

const NAMES_KEY = 'impactJobs.names';
const DOWNLOADS_KEY = 'impactJobs.downloads';
/** Far more than a list shows; the oldest go first. */
const MAX_REMEMBERED = 5000;

/** What is remembered of jobs: their names for the user, the files they were downloaded to for the workspace. */
export class StoredJobMemory implements JobMemory {
  private readonly names: Map<string, string>;
  private readonly downloads: Map<string, DownloadMark>;

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

  async setNames(names: Iterable<readonly [key: string, name: string]>): Promise<void> {
    for (const [key, name] of names) {
      this.names.set(key, name);
    }
    await this.context.globalState.update(NAMES_KEY, newest(this.names));
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
