/** The rest is kept free, so that a search ends soon. */
const MAX_FILL = 0.6;

/** Values by hash in two flat arrays: 32 bytes a row, where a Map takes more than a hundred. No hash is 0. */
export class HashTable {
  private readonly keys: BigUint64Array;
  private readonly values: BigUint64Array;
  private readonly mask: bigint;

  constructor(maxRows: number) {
    const places = 2 ** Math.ceil(Math.log2(Math.max(2, maxRows / MAX_FILL)));
    this.keys = new BigUint64Array(places);
    this.values = new BigUint64Array(places);
    this.mask = BigInt(places - 1);
  }

  get(key: bigint): bigint | undefined {
    const place = this.placeOf(key);
    return this.keys[place] === 0n ? undefined : this.values[place];
  }

  set(key: bigint, value: bigint): void {
    const place = this.placeOf(key);
    this.keys[place] = key;
    this.values[place] = value;
  }

  *entries(): Generator<readonly [key: bigint, value: bigint]> {
    for (let place = 0; place < this.keys.length; place++) {
      const key = this.keys[place] ?? 0n;
      if (key !== 0n) {
        yield [key, this.values[place] ?? 0n];
      }
    }
  }

  /** By the low bits; the high ones choose which part of the rows is compared at a time. */
  private placeOf(key: bigint): number {
    for (let place = Number(key & this.mask); ; place = place + 1 === this.keys.length ? 0 : place + 1) {
      if (this.keys[place] === 0n || this.keys[place] === key) {
        return place;
      }
    }
  }
}
