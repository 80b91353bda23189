/** A difference of this side's number has no row on this side. No file has this many rows. */
export const NO_ROW = 0xffffffff;
/** A grid of more rows is taller than browsers can draw, and nobody reads it to its end. */
const MAX_LISTED = 1_000_000;
/** A row's number and a position in the list fit into the 53 bits of a number together. */
const POSITIONS = 2 ** 21;
const FIRST_SIZE = 1024;

/** The rows of both files that differ, in the order of the files. */
export interface ListedNumbers {
  readonly count: number;
  /** The number of each row in the earlier file, or `NO_ROW` if it was added. */
  readonly before: Uint32Array;
  /** The number of each row in the later file, or `NO_ROW` if it was removed. */
  readonly after: Uint32Array;
}

/**
 * Collects the rows that differ, in any order, and keeps those that come first in their file, up to a limit. Flat
 * arrays, because an object for each row would take several times the memory.
 */
export class DifferenceList {
  private before = new Uint32Array(FIRST_SIZE);
  private after = new Uint32Array(FIRST_SIZE);
  private count = 0;
  /** Rows after this number aren't among the first. */
  private last = NO_ROW;

  /** Only tests set a lower limit. */
  constructor(private readonly limit = MAX_LISTED) {}

  /** Takes a changed row's numbers in both files, or a removed or added row's with `NO_ROW` for the other file. */
  add(before: number, after: number): void {
    if (placeIn(before, after) > this.last) {
      return;
    }
    if (this.count === this.before.length) {
      this.grow();
    }
    this.before[this.count] = before;
    this.after[this.count] = after;
    this.count++;
    if (this.count === 2 * this.limit) {
      this.trim();
      this.last = placeIn(this.before[this.count - 1] ?? NO_ROW, this.after[this.count - 1] ?? NO_ROW);
    }
  }

  numbers(): ListedNumbers {
    this.trim();
    return {
      count: this.count,
      before: this.before.subarray(0, this.count),
      after: this.after.subarray(0, this.count),
    };
  }

  private grow(): void {
    const size = Math.min(2 * this.limit, 2 * this.count);
    const [before, after] = [new Uint32Array(size), new Uint32Array(size)];
    before.set(this.before);
    after.set(this.after);
    this.before = before;
    this.after = after;
  }

  /** Sorts by number, removed rows before others of the same number, and drops what exceeds the limit. */
  private trim(): void {
    const { before, after } = this;
    const keys = new Float64Array(this.count);
    for (let at = 0; at < this.count; at++) {
      keys[at] = placeIn(before[at] ?? NO_ROW, after[at] ?? NO_ROW) * POSITIONS + at;
    }
    keys.sort();
    const kept = Math.min(this.count, this.limit);
    const [sortedBefore, sortedAfter] = [new Uint32Array(before.length), new Uint32Array(after.length)];
    let end = 0;
    const put = (at: number): void => {
      sortedBefore[end] = before[at] ?? NO_ROW;
      sortedAfter[end] = after[at] ?? NO_ROW;
      end++;
    };
    for (let from = 0; from < kept;) {
      const place = Math.floor((keys[from] ?? 0) / POSITIONS);
      let to = from + 1;
      while (to < kept && Math.floor((keys[to] ?? 0) / POSITIONS) === place) {
        to++;
      }
      const group = [...keys.subarray(from, to)].map((key) => key % POSITIONS);
      group.filter((at) => after[at] === NO_ROW).forEach(put);
      group.filter((at) => after[at] !== NO_ROW).forEach(put);
      from = to;
    }
    this.before = sortedBefore;
    this.after = sortedAfter;
    this.count = kept;
  }
}

/** Where a difference is listed: by the row's number in the later file or, if it was removed, in the earlier one. */
function placeIn(before: number, after: number): number {
  return after === NO_ROW ? before : after;
}
