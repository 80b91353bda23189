/** Titles that end in these words are of IDs: `Action_Id`, `OrderNumber`, `Promo Code`. */
const ID_WORDS = new Set(['id', 'ids', 'number', 'code', 'guid', 'uuid', 'sku', 'zip', 'phone']);
/** Counts of few digits differ by chance. */
const MIN_DIGITS = 5;
const MIN_ROWS = 10;
/** So many digits are enough in any number of rows. */
const ENOUGH_DIGITS = 9;
/** The first rows are enough. */
const MAX_LOOKED_AT = 10_000;

/** Whether a title says that its column holds IDs or codes. Pure. */
export function isIdName(title: string): boolean {
  const words = title
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu);
  return ID_WORDS.has(words?.at(-1) ?? '');
}

/** Tells IDs from counts, by the title, or by cells that are all different integers of one length. */
export class IdSigns {
  readonly isNamedId: boolean;
  private readonly seen = new Set<string>();
  private length = 0;
  private isPossible = true;

  constructor(title: string) {
    this.isNamedId = isIdName(title);
  }

  /** Takes the next filled cell. */
  add(cell: string): void {
    if (!this.isPossible || this.seen.size >= MAX_LOOKED_AT) {
      return;
    }
    this.length ||= cell.length;
    this.isPossible = cell.length === this.length && !this.seen.has(cell) && /^\d+$/.test(cell);
    this.seen.add(cell);
  }

  /** Whether a column of integers holds IDs. */
  get isId(): boolean {
    const { length, seen } = this;
    const areEnough = length >= ENOUGH_DIGITS ? seen.size > 1 : length >= MIN_DIGITS && seen.size >= MIN_ROWS;
    return this.isNamedId || (this.isPossible && areEnough);
  }
}
