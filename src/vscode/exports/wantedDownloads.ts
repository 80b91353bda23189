import type * as vscode from 'vscode';
import type { Clock } from '../../core/clock';
import type { JobEntry } from '../../core/jobs/jobEntry';
import { canDownload, isWatched } from '../../core/jobs/jobState';
import type { JobStore } from '../../core/jobs/jobStore';
import { allEntries } from '../../core/jobs/snapshot';
import { DisposableStore } from '../lifecycle';
import { keepPending, readPending } from '../savedExports/pendingState';
import { WANTED_DOWNLOADS_KEY } from '../savedExports/runMark';

const MAX_WANTED = 500;

export interface WantedDownloadsOptions {
  readonly context: Pick<vscode.ExtensionContext, 'storageUri' | 'workspaceState'>;
  readonly store: JobStore;
  readonly clock: Clock;
  readonly download: (entries: readonly JobEntry[]) => Promise<unknown>;
  readonly onProblem: (error: unknown) => void;
}

/** Results that are downloaded into this workspace as soon as their jobs are done; remembered over a reload. */
export class WantedDownloads {
  private readonly keys: Set<string>;
  private readonly subscriptions = new DisposableStore();

  constructor(private readonly options: WantedDownloadsOptions) {
    this.keys = new Set(decodeKeys(readPending(options.context, WANTED_DOWNLOADS_KEY)));
    this.subscriptions.addFunction(options.store.onDidChange(({ entries }) => this.keys.size > 0 && entries.length > 0 && this.look()));
    this.look();
  }

  add({ key }: JobEntry): void {
    this.keys.add(key);
    this.keep();
    this.look();
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  private look(): void {
    const ended = allEntries(this.options.store.snapshot).filter(({ key, job }) => this.keys.has(key) && !isWatched(job, this.options.clock.now()));
    if (ended.length === 0) {
      return;
    }
    for (const { key } of ended) {
      this.keys.delete(key);
    }
    this.keep();
    const done = ended.filter(({ job, download }) => canDownload(job) && download === undefined);
    if (done.length > 0) {
      void this.options.download(done).catch(this.options.onProblem);
    }
  }

  private keep(): void {
    // Nothing is left behind where nothing is wanted: what is there has this code loaded when the window opens.
    const kept = this.keys.size === 0 ? undefined : [...this.keys].slice(-MAX_WANTED);
    void keepPending(this.options.context, WANTED_DOWNLOADS_KEY, kept);
  }
}

/** Tolerant: what was kept may have been written by another version. */
function decodeKeys(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((key) => typeof key === 'string') : [];
}
