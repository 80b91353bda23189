import type { JobEntry } from './jobEntry';

/** An order of jobs. */
export interface JobOrder {
  /** Only versions of the same job are equal. */
  readonly compare: (a: JobEntry, b: JobEntry) => number;
  /** Sorts many jobs. */
  readonly sort: (entries: readonly JobEntry[]) => readonly JobEntry[];
}

interface Edit {
  readonly gone: JobEntry[];
  readonly come: JobEntry[];
}

/** A longer part is split in parts of half this length. A change copies one part, and the list of parts. */
const MAX_PART = 512;

/**
 * Sorted jobs. Immutable, in parts: a change copies only the part around it, because copying 100,000 jobs at each
 * change takes longer than everything else.
 */
export class JobList implements Iterable<JobEntry> {
  static readonly empty = new JobList([]);
  readonly length: number;

  private constructor(private readonly parts: readonly (readonly JobEntry[])[]) {
    this.length = parts.reduce((sum, { length }) => sum + length, 0);
  }

  get first(): JobEntry | undefined {
    return this.parts[0]?.[0];
  }

  *[Symbol.iterator](): Iterator<JobEntry> {
    for (const part of this.parts) {
      yield* part;
    }
  }

  /** The first `count` jobs. */
  take(count: number): readonly JobEntry[] {
    const taken: JobEntry[] = [];
    for (const part of this.parts) {
      taken.push(...part.slice(0, count - taken.length));
    }
    return taken;
  }

  some(isWanted: (entry: JobEntry) => boolean): boolean {
    return this.parts.some((part) => part.some(isWanted));
  }

  /** The list without `gone` and with `come`. Undefined if a job that has to be in it isn't where the order says. */
  edited(
    gone: readonly JobEntry[],
    come: readonly JobEntry[],
    { compare, sort }: JobOrder,
    hasToBeIn: (entry: JobEntry) => boolean,
  ): JobList | undefined {
    const edits = new Map<number, Edit>();
    const editAt = (entry: JobEntry): Edit => {
      const place = this.partFor(entry, compare);
      const edit = edits.get(place) ?? { gone: [], come: [] };
      edits.set(place, edit);
      return edit;
    };
    gone.forEach((entry) => editAt(entry).gone.push(entry));
    come.forEach((entry) => editAt(entry).come.push(entry));
    const parts = [...this.parts];
    for (const [place, edit] of edits) {
      const staying = new Set(this.parts[place]);
      const missing = edit.gone.filter((entry) => !staying.delete(entry));
      if (missing.some(hasToBeIn)) {
        return undefined;
      }
      if (missing.length < edit.gone.length || edit.come.length > 0) {
        parts[place] = sort([...staying, ...edit.come]);
      }
    }
    return parts.some((part, place) => part !== this.parts[place]) ? new JobList(parts.flatMap(split)) : this;
  }

  /** The jobs that changed since `before`, if each stayed in its place. Undefined if jobs came, left, or moved. */
  changedSince(before: JobList): readonly JobEntry[] | undefined {
    if (before.length !== this.length) {
      return undefined;
    }
    const areCutAlike = this.parts.every(({ length }, place) => length === before.parts[place]?.length);
    const [parts, earlier] = areCutAlike ? [this.parts, before.parts] : [[[...this]], [[...before]]];
    const changed: JobEntry[] = [];
    for (const [place, part] of parts.entries()) {
      const known = earlier[place] ?? [];
      for (let index = 0; part !== known && index < part.length; index++) {
        const [entry, old] = [part[index], known[index]];
        if (entry?.key !== old?.key) {
          return undefined;
        }
        if (entry !== undefined && entry !== old) {
          changed.push(entry);
        }
      }
    }
    return changed;
  }

  /** Where a job is, or would be: the first part that ends at it or after it, or the last part. */
  private partFor(wanted: JobEntry, compare: JobOrder['compare']): number {
    let [from, to] = [0, this.parts.length - 1];
    while (from < to) {
      const middle = (from + to) >>> 1;
      const last = this.parts[middle]?.at(-1);
      if (last !== undefined && compare(last, wanted) < 0) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }
}

function split(part: readonly JobEntry[]): readonly (readonly JobEntry[])[] {
  if (part.length <= MAX_PART) {
    return part.length === 0 ? [] : [part];
  }
  const parts: (readonly JobEntry[])[] = [];
  for (let from = 0; from < part.length; from += MAX_PART / 2) {
    parts.push(part.slice(from, from + MAX_PART / 2));
  }
  return parts;
}
