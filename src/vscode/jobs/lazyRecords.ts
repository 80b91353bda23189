import { Emitter } from '../../core/event';
import type { SharedRecords } from '../../core/share/sharedRecords';
import { lazy } from '../lazy';
import type { MemoryState } from './jobMemory';

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

  get<T>(name: string, fallback: T): T {
    return this.loaded?.get(name, fallback) ?? fallback;
  }

  /** Throws before the records are loaded, because the caller can't know what it replaces. */
  update(name: string, value: unknown): Promise<void> {
    if (this.loaded === undefined) {
      throw new Error(`${name} can't be stored before the shared records are loaded`);
    }
    return this.loaded.update(name, value);
  }

  onDidChange(listener: (keys: readonly string[]) => void): () => void {
    return this.changed.on(listener);
  }

  dispose(): void {
    this.load.dispose();
  }
}
