import { HashedRows, KEY_HIGH, KEY_LOW, NUMBER, PARTS, ROW_HIGH } from '../compare/hashedRows';
import { RowHash } from '../compare/rowHash';

/**
 * Finds the newest row for each key. Takes one bit a row, and the hashes of one part of the rows at a time: the others
 * wait in a scratch file, 20 bytes a row.
 */
export class NewestRows {
  private readonly rows: HashedRows;
  private readonly key = new RowHash();
  private readonly age = new RowHash();
  private older = new Uint8Array(1024);

  /** `scratchFile` is created when it's first needed. */
  constructor(scratchFile: string) {
    this.rows = new HashedRows(scratchFile);
  }

  /** Takes a row with the cells of its key. `rank`: which of two rows with equal cells is newer. */
  add(number: number, rank: number, cells: readonly string[]): void {
    this.key.of(cells, [...cells.keys()]);
    this.age.high = rank;
    this.rows.add(this.key, this.age, number);
  }

  /** Finds the rows that have a newer one. Lets other work run between parts. */
  async find(rowCount: number, signal: AbortSignal): Promise<void> {
    this.older = new Uint8Array(Math.ceil(rowCount / 8));
    for (let part = 0; part < PARTS; part++) {
      signal.throwIfAborted();
      this.findIn(part);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Whether another row with the same key is newer. */
  isOlder(number: number): boolean {
    return ((this.older[number >>> 3] ?? 0) & (1 << (number & 7))) !== 0;
  }

  close(): void {
    this.rows.close();
  }

  private findIn(part: number): void {
    const count = this.rows.rowsIn(part);
    const size = 2 ** Math.ceil(Math.log2(count * 2 + 1));
    const table = new Uint32Array(size * 4); // high, low, rank, number; low is never 0 in a filled place
    this.rows.each(part, (words, at) => {
      const [high = 0, low = 0, rank = 0, number = 0] = [
        words[at + KEY_HIGH],
        words[at + KEY_LOW],
        words[at + ROW_HIGH],
        words[at + NUMBER],
      ];
      let place = ((high ^ low) >>> 0) % size;
      while (table[place * 4 + 1] !== 0 && (table[place * 4] !== high || table[place * 4 + 1] !== low)) {
        place = (place + 1) % size;
      }
      const base = place * 4;
      const isFirst = table[base + 1] === 0;
      const knownNumber = table[base + 3] ?? 0;
      // Later rows of one result, and of results that are equally old, win.
      const wins = isFirst || rank >= (table[base + 2] ?? 0);
      if (!isFirst) {
        this.mark(wins ? knownNumber : number);
      }
      if (wins) {
        table.set([high, low, rank, number], base);
      }
      return true;
    });
  }

  private mark(number: number): void {
    this.older[number >>> 3] = (this.older[number >>> 3] ?? 0) | (1 << (number & 7));
  }
}
