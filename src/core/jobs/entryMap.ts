import type { JobEntry } from './jobEntry';

/** How many changes a map keeps beside the list before it copies the list. */
const MAX_BESIDE = 256;

/**
 * Entries by job ID, in order. Hashing every ID or copying all entries of a long list takes longer than all else that a
 * change causes. So maps share an index and, while few entries differ, a list too. An earlier map ignores what was
 * added later.
 */
export class EntryMap implements ReadonlyMap<string, JobEntry> {
  private constructor(
    private readonly places: Map<string, number>,
    private readonly list: JobEntry[],
    /** The entries that aren't those of the list, by place. New ones have places after it, without gaps. */
    private readonly beside: ReadonlyMap<number, JobEntry>,
    readonly size: number,
  ) {}

  /** The entries with others in place of those with the same job IDs. New ones come last. */
  static with(entries: ReadonlyMap<string, JobEntry>, others: readonly JobEntry[]): EntryMap {
    const areAllKnown = others.every(({ job }) => entries.has(job.id));
    // An index with later additions can't take others.
    const isShareable = entries instanceof EntryMap && (areAllKnown || entries.places.size === entries.size);
    const known = isShareable ? entries : EntryMap.indexed(entries);
    const isMany = known.beside.size + others.length > MAX_BESIDE;
    const list = isMany ? known.copy() : known.list;
    const beside = new Map(isMany ? [] : known.beside);
    for (const entry of others) {
      const place = known.places.get(entry.job.id) ?? known.places.size;
      known.places.set(entry.job.id, place);
      if (isMany) {
        list[place] = entry;
      } else {
        beside.set(place, entry);
      }
    }
    return new EntryMap(known.places, list, beside, areAllKnown ? known.size : known.places.size);
  }

  private static indexed(entries: ReadonlyMap<string, JobEntry>): EntryMap {
    const list = [...entries.values()];
    return new EntryMap(new Map(list.map(({ job }, place) => [job.id, place])), list, new Map(), list.length);
  }

  get(id: string): JobEntry | undefined {
    const place = this.places.get(id);
    return place === undefined || place >= this.size ? undefined : this.at(place);
  }

  has(id: string): boolean {
    return this.get(id) !== undefined;
  }

  *keys(): MapIterator<string> {
    for (const { job } of this.values()) {
      yield job.id;
    }
  }

  values(): MapIterator<JobEntry> {
    return (this.beside.size === 0 && this.list.length === this.size ? this.list : this.copy()).values();
  }

  *entries(): MapIterator<[string, JobEntry]> {
    for (const entry of this.values()) {
      yield [entry.job.id, entry];
    }
  }

  [Symbol.iterator](): MapIterator<[string, JobEntry]> {
    return this.entries();
  }

  forEach(callback: (entry: JobEntry, id: string, map: ReadonlyMap<string, JobEntry>) => void): void {
    for (const [id, entry] of this) {
      callback(entry, id, this);
    }
  }

  private copy(): JobEntry[] {
    const list = this.list.slice(0, this.size);
    this.beside.forEach((entry, place) => (list[place] = entry));
    return list;
  }

  private at(place: number): JobEntry | undefined {
    return this.beside.get(place) ?? this.list[place];
  }
}
