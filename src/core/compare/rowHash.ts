const HIGH_SEED = 0x9e3779b9;
const LOW_SEED = 0x7f4a7c15;

/** Mixes all bits of a 32-bit number into all others, as the end of MurmurHash3 does. */
function avalanche(value: number): number {
  let mixed = value ^ (value >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

/**
 * Hashes cells to 64 bits in two lanes that multiply by different numbers. Of ten million rows, any two have the same
 * hash with odds of one to 300,000. The hash of the last row is in `high` and `low`, because a BigInt for each row
 * takes longer than the hash. `low` is never 0, which stands for an empty place.
 */
export class RowHash {
  high = 0;
  low = 1;

  /** `places` lists the cells that count, in order. A missing cell counts as empty. */
  of(row: readonly string[], places: readonly number[]): void {
    let high = HIGH_SEED;
    let low = LOW_SEED;
    for (let index = 0; index < places.length; index++) {
      const cell = row[places[index] ?? -1] ?? '';
      const { length } = cell;
      for (let at = 0; at < length; at += 2) {
        // Beyond the end, charCodeAt is NaN, which counts as 0. The length keeps such texts apart.
        const pair = cell.charCodeAt(at) | (cell.charCodeAt(at + 1) << 16);
        high = Math.imul(high ^ Math.imul(pair, 0xcc9e2d51), 0x1b873593);
        high = (((high << 13) | (high >>> 19)) + 0x52dce729) | 0;
        low = Math.imul(low ^ Math.imul(pair, 0x239b961b), 0x38b34ae5);
        low = (((low << 17) | (low >>> 15)) + 0x38495ab5) | 0;
      }
      // The length ends a cell: ["ab", "c"] isn't ["a", "bc"].
      high = Math.imul(high ^ length, 0x2127599b) + index;
      low = Math.imul((low << 11) ^ (low >>> 21) ^ length, 0x5bd1e995) + index;
    }
    // In sequence, so that two different states never become the same.
    high ^= low >>> 7;
    low ^= Math.imul(high, 0x9e3779b1);
    this.high = avalanche(high);
    this.low = avalanche(low) || 1;
  }
}
