import type { JobEntry } from './jobEntry';

/**
 * Entries by job ID, in order. Replacing entries copies only an array and shares the index, because hashing every ID at
 * each poll of a long list takes longer than comparing its jobs.
 */
export class EntryMap implements ReadonlyMap<string, JobEntry> {
  private constructor(
    private readonly places: ReadonlyMap<string, number>,
    private readonly list: readonly JobEntry[],
  ) {}

  /**
   * Returns the entries with others in place of those with the same job IDs. Undefined if an ID is new, because it has
   * no place yet.
   */
  static replaced(entries: ReadonlyMap<string, JobEntry>, others: readonly JobEntry[]): EntryMap | undefined {
    if (!others.every(({ job }) => entries.has(job.id))) {
      return undefined;
    }
    const { places, list } = entries instanceof EntryMap ? entries : EntryMap.indexed(entries);
    const copy = list.slice();
    for (const entry of others) {
      copy[places.get(entry.job.id) ?? -1] = entry;
    }
    return new EntryMap(places, copy);
  }

  private static indexed(entries: ReadonlyMap<string, JobEntry>): EntryMap {
    const places = new Map<string, number>();
    for (const id of entries.keys()) {
      places.set(id, places.size);
    }
    return new EntryMap(places, [...entries.values()]);
  }

  get size(): number {
    return this.list.length;
  }

  get(id: string): JobEntry | undefined {
    const place = this.places.get(id);
    return place === undefined ? undefined : this.list[place];
  }

  has(id: string): boolean {
    return this.places.has(id);
  }

  keys(): MapIterator<string> {
    return this.places.keys();
  }

  values(): MapIterator<JobEntry> {
    return this.list.values();
  }

  *entries(): MapIterator<[string, JobEntry]> {
    for (const entry of this.list) {
      yield [entry.job.id, entry];
    }
  }

  [Symbol.iterator](): MapIterator<[string, JobEntry]> {
    return this.entries();
  }

  forEach(callback: (entry: JobEntry, id: string, map: ReadonlyMap<string, JobEntry>) => void): void {
    this.list.forEach((entry) => callback(entry, entry.job.id, this));
  }
}
