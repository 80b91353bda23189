import { type FSWatcher, watch } from 'node:fs';
import type { Clock } from '../clock';
import { Emitter } from '../event';
import { ensureFolder } from './sharedFile';

/** Where the system tells of changes, looking for them is a safety net alone. */
const WATCHED_TICK_MS = 5_000;
/** Where it does not (a network folder, no more watches to be had), this is how soon a change is seen. */
const UNWATCHED_TICK_MS = 1_000;

export interface FolderWatchOptions {
  readonly folder: string;
  readonly clock: Clock;
  /** Default: the system's. One that throws leaves the ticks alone. */
  readonly watchFolder?: (
    folder: string,
    onChange: (fileName: string | undefined) => void,
    onFailure: () => void,
  ) => () => void;
}

/** Tells that files of a folder may have changed: by the system's word, and every few seconds anyway. */
export class FolderWatch {
  private readonly changed = new Emitter<string | undefined>();
  private stopWatching: (() => void) | undefined;
  private cancelTimer = (): void => undefined;
  private isDisposed = false;

  constructor(private readonly options: FolderWatchOptions) {
    const { folder, watchFolder = watchBySystem } = options;
    try {
      ensureFolder(folder);
      this.stopWatching = watchFolder(
        folder,
        (fileName) => !this.isDisposed && this.changed.fire(fileName),
        () => this.goWithout(),
      );
    } catch {
      this.stopWatching = undefined;
    }
    this.tickLater();
  }

  /** `fileName` is undefined when any file may have changed. Whoever listens compares by itself: this tells too often rather than too rarely. */
  on(listener: (fileName: string | undefined) => void): () => void {
    return this.changed.on(listener);
  }

  dispose(): void {
    this.isDisposed = true;
    this.cancelTimer();
    this.stopWatching?.();
  }

  private goWithout(): void {
    this.stopWatching?.();
    this.stopWatching = undefined;
  }

  private tickLater(): void {
    this.cancelTimer = this.options.clock.setTimer(
      () => {
        this.tickLater();
        this.changed.fire(undefined);
      },
      this.stopWatching === undefined ? UNWATCHED_TICK_MS : WATCHED_TICK_MS,
    );
  }
}

function watchBySystem(
  folder: string,
  onChange: (fileName: string | undefined) => void,
  onFailure: () => void,
): () => void {
  const watcher: FSWatcher = watch(folder, { persistent: false }, (_, fileName) => onChange(fileName ?? undefined));
  watcher.on('error', onFailure);
  return () => watcher.close();
}
