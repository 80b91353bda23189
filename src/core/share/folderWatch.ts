import { type FSWatcher, watch } from 'node:fs';
import type { Clock } from '../clock';
import { Emitter } from '../event';
import { ensureFolder } from '../files/wholeFile';

/** How often to check a folder whose changes the system reports. Only a safety net. */
const WATCHED_TICK_MS = 5_000;
/**
 * How often to check a folder whose changes the system doesn't report, such as a network folder or if there are no
 * watches left.
 */
const UNWATCHED_TICK_MS = 1_000;

export interface FolderWatchOptions {
  readonly folder: string;
  readonly clock: Clock;
  /** Default: the system's watch. If it throws, only the regular checks remain. */
  readonly watchFolder?: (
    folder: string,
    onChange: (fileName: string | undefined) => void,
    onFailure: () => void,
  ) => () => void;
}

/** Reports that files in a folder might have changed: when the system says so, and every few seconds anyway. */
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
      // Only the regular checks remain.
    }
    this.tickLater();
  }

  /**
   * Adds a listener; returns a function that removes it. `fileName` is undefined if any file might have changed.
   * Reports too often rather than too rarely, so listeners compare for themselves.
   */
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
