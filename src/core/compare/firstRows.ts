/** Keeps the rows with the lowest numbers, up to a limit, from rows in any order. */
export class FirstRows<T> {
  private kept: { readonly number: number; readonly value: T }[] = [];
  /** Rows from this number on aren't among the first. */
  private end = Infinity;

  constructor(private readonly limit: number) {}

  add(number: number, value: T): void {
    if (number >= this.end) {
      return;
    }
    this.kept.push({ number, value });
    if (this.kept.length >= 2 * this.limit) {
      this.trim();
      this.end = this.kept.at(-1)?.number ?? Infinity;
    }
  }

  /** The values, sorted by row number. */
  all(): readonly T[] {
    this.trim();
    return this.kept.map(({ value }) => value);
  }

  private trim(): void {
    this.kept.sort((a, b) => a.number - b.number);
    this.kept.length = Math.min(this.kept.length, this.limit);
  }
}
