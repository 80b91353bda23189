/** The rest stays free, so that searches are short. */
const MAX_FILL = 0.6;
/** A key's two halves, two values, and a row's number. */
const WORDS = 5;

/** A map from keys to values in one flat array. It takes 20 bytes an entry; a Map takes more than a hundred. */
export class JoinTable {
  private readonly words: Uint32Array;
  private readonly mask: number;
  private free: number;

  constructor(maxRows: number) {
    const places = 2 ** Math.ceil(Math.log2(Math.max(2, maxRows / MAX_FILL)));
    this.words = new Uint32Array(places * WORDS);
    this.mask = places - 1;
    this.free = places;
  }

  get places(): number {
    return this.mask + 1;
  }

  /** The position of a key, or the free position where it belongs. */
  placeOf(keyHigh: number, keyLow: number): number {
    for (let place = keyLow & this.mask; ; place = (place + 1) & this.mask) {
      const at = place * WORDS;
      const low = this.words[at + 1];
      if (low === 0 || (low === keyLow && this.words[at] === keyHigh)) {
        return place;
      }
    }
  }

  isFree(place: number): boolean {
    return this.words[place * WORDS + 1] === 0;
  }

  /** Fills a free position. */
  take(place: number, keyHigh: number, keyLow: number): void {
    const at = place * WORDS;
    if (--this.free <= 0) {
      throw new Error('The table is full'); // a search would never end
    }
    this.words[at] = keyHigh;
    this.words[at + 1] = keyLow;
  }

  setValues(place: number, first: number, second: number, number: number): void {
    const at = place * WORDS;
    this.words[at + 2] = first;
    this.words[at + 3] = second;
    this.words[at + 4] = number;
  }

  first(place: number): number {
    return this.words[place * WORDS + 2] ?? 0;
  }

  second(place: number): number {
    return this.words[place * WORDS + 3] ?? 0;
  }

  rowNumber(place: number): number {
    return this.words[place * WORDS + 4] ?? 0;
  }
}
