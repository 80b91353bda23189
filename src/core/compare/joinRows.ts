import type { RowCounts } from './comparison';
import { type DifferenceList, NO_ROW } from './differenceList';
import { FirstRows } from './firstRows';
import { type HashedRows, KEY_HIGH, KEY_LOW, NUMBER, PARTS, ROW_HIGH, ROW_LOW, type RowVisitor } from './hashedRows';
import { JoinTable } from './joinTable';

/** Replaces a row's number once the later file has the row, too. No file has this many rows. */
const MET = 0xffffffff;
/** A pass can have a few more or fewer rows than its share. */
const SPREAD = 1.25;
const SPREAD_ROWS = 64;

export interface JoinRequest {
  readonly before: HashedRows;
  readonly after: HashedRows;
  /** Whether columns identify the rows. If false, the whole row is the key. */
  readonly isKeyed: boolean;
  /** How many rows of both files together are in memory at a time. */
  readonly rowsInMemory: number;
  readonly maxChanged: number;
  readonly maxSamples: number;
  /** Takes all rows that differ. */
  readonly list?: DifferenceList | undefined;
}

/** A changed row, by its numbers in both files. */
export interface ChangedPair {
  readonly before: number;
  readonly after: number;
}

export interface Joined {
  readonly counts: RowCounts;
  /** The numbers of the first rows of each kind. */
  readonly changed: readonly ChangedPair[];
  readonly added: readonly number[];
  readonly removed: readonly number[];
}

/** Finds the rows of one file in the other by their hashes. Undefined if a key repeats in a file. */
export function joinRows(request: JoinRequest): Joined | undefined {
  const join = new Join(request);
  for (let part = 0; part < PARTS; part++) {
    const rows = request.before.rowsIn(part) + request.after.rowsIn(part);
    const passes = Math.max(1, Math.ceil(rows / request.rowsInMemory));
    for (let pass = 0; pass < passes; pass++) {
      const table = new JoinTable((rows / passes) * SPREAD + SPREAD_ROWS);
      const isInPass = (words: Uint32Array, at: number): boolean =>
        passes === 1 || (((words[at + KEY_HIGH] ?? 0) >>> 8) & 0xffff) % passes === pass;
      if (!join.run(table, part, isInPass)) {
        return undefined;
      }
    }
  }
  return join.result();
}

class Join {
  private readonly counts = { unchanged: 0, added: 0, removed: 0, changed: 0 };
  private readonly changed: FirstRows<ChangedPair>;
  private readonly added: FirstRows<number>;
  private readonly removed: FirstRows<number>;

  constructor(private readonly request: JoinRequest) {
    this.changed = new FirstRows(request.maxChanged);
    this.added = new FirstRows(request.maxSamples);
    this.removed = new FirstRows(request.maxSamples);
  }

  result(): Joined {
    const { counts, changed, added, removed } = this;
    return { counts, changed: changed.all(), added: added.all(), removed: removed.all() };
  }

  /** Returns false if a key repeats. */
  run(table: JoinTable, part: number, isInPass: RowVisitor): boolean {
    const { before, after, isKeyed } = this.request;
    const keep = isKeyed ? keepKeyed : keepWhole;
    const isDone =
      before.each(part, (words, at) => !isInPass(words, at) || keep(table, words, at)) &&
      after.each(
        part,
        (words, at) =>
          !isInPass(words, at) || (isKeyed ? this.meetKeyed(table, words, at) : this.meetWhole(table, words, at)),
      );
    if (isDone) {
      this.countRemoved(table);
    }
    return isDone;
  }

  /** Each key occurs once, so a row is the same, changed, or new. */
  private meetKeyed(table: JoinTable, words: Uint32Array, at: number): boolean {
    const place = placeOf(table, words, at);
    const number = words[at + NUMBER] ?? 0;
    if (table.isFree(place)) {
      table.take(place, words[at + KEY_HIGH] ?? 0, words[at + KEY_LOW] ?? 0);
      this.add(number);
    } else if (table.rowNumber(place) === MET) {
      return false;
    } else if (table.first(place) === words[at + ROW_HIGH] && table.second(place) === words[at + ROW_LOW]) {
      this.counts.unchanged++;
    } else {
      this.counts.changed++;
      this.changed.add(number, { before: table.rowNumber(place), after: number });
      this.request.list?.add(table.rowNumber(place), number);
    }
    table.setValues(place, 0, 0, MET);
    return true;
  }

  /** Equal rows can occur several times. As many of them are the same as both files have. */
  private meetWhole(table: JoinTable, words: Uint32Array, at: number): boolean {
    const place = placeOf(table, words, at);
    const left = table.isFree(place) ? 0 : table.first(place);
    if (left === 0) {
      this.add(words[at + NUMBER] ?? 0);
    } else {
      this.counts.unchanged++;
      table.setValues(place, left - 1, 0, table.rowNumber(place));
    }
    return true;
  }

  private add(number: number): void {
    this.counts.added++;
    this.added.add(number, number);
    this.request.list?.add(NO_ROW, number);
  }

  private countRemoved(table: JoinTable): void {
    for (let place = 0; place < table.places; place++) {
      const number = table.rowNumber(place);
      const left = this.request.isKeyed ? Number(number !== MET) : table.first(place);
      if (left > 0 && !table.isFree(place)) {
        this.counts.removed += left;
        this.removed.add(number, number);
        for (let copy = 0; copy < left; copy++) {
          this.request.list?.add(number, NO_ROW);
        }
      }
    }
  }
}

function placeOf(table: JoinTable, words: Uint32Array, at: number): number {
  return table.placeOf(words[at + KEY_HIGH] ?? 0, words[at + KEY_LOW] ?? 0);
}

function keepKeyed(table: JoinTable, words: Uint32Array, at: number): boolean {
  const place = placeOf(table, words, at);
  if (!table.isFree(place)) {
    return false;
  }
  table.take(place, words[at + KEY_HIGH] ?? 0, words[at + KEY_LOW] ?? 0);
  table.setValues(place, words[at + ROW_HIGH] ?? 0, words[at + ROW_LOW] ?? 0, words[at + NUMBER] ?? 0);
  return true;
}

function keepWhole(table: JoinTable, words: Uint32Array, at: number): boolean {
  const place = placeOf(table, words, at);
  if (table.isFree(place)) {
    table.take(place, words[at + KEY_HIGH] ?? 0, words[at + KEY_LOW] ?? 0);
    table.setValues(place, 1, 0, words[at + NUMBER] ?? 0);
  } else {
    table.setValues(place, table.first(place) + 1, 0, table.rowNumber(place));
  }
  return true;
}
