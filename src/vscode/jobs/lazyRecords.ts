import { Emitter } from '../../core/event';
import type { SharedRecords } from '../../core/share/sharedRecords';
import { lazy } from '../lazy';
import type { MemoryState } from './jobMemory';

const NO_ENTRIES: ReadonlyMap<string, unknown> = new Map();

/**
 * The records that this machine's windows share, loaded with the code that reacts to jobs. Before, there are no jobs to
 * remember anything about, so nothing can be read or stored.
 */
export class LazyRecords implements MemoryState {
  private readonly changed = new Emitter<readonly string[]>();
  private loaded: SharedRecords | undefined;

  /** Later calls wait for the first. */
  readonly load = lazy(
    async () => {
      this.loaded = await this.open();
      this.loaded.onDidChange((keys) => this.changed.fire(keys));
      return this.loaded;
    },
    (records) => records.dispose(),
  );

  constructor(private readonly open: () => Promise<SharedRecords>) {}

  record(name: string): ReadonlyMap<string, unknown> {
    return this.loaded?.record(name) ?? NO_ENTRIES;
  }

  /** Throws before the records are loaded, because the caller can't know what it replaces. */
  set(name: string, entries: Iterable<readonly [key: string, value: unknown]>): void {
    if (this.loaded === undefined) {
      throw new Error(`${name} can't be stored before the shared records are loaded`);
    }
    this.loaded.set(name, entries);
  }

  onDidChange(listener: (keys: readonly string[]) => void): () => void {
    return this.changed.on(listener);
  }

  dispose(): void {
    this.load.dispose();
  }
}
