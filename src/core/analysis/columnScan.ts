import { type Notation, OrderFinder } from '../rows/cellOrder';
import { IdSigns } from '../rows/idColumn';
import { dateFormat } from './dateFormat';

/** How the cells of a column become values. `amount` has signs or separators that programs don't know. */
export type ColumnReading =
  | { readonly kind: 'text' | 'id' | 'integer' | 'decimal' | 'boolean' }
  | { readonly kind: 'amount'; readonly decimal: '.' | ','; readonly isMoney: boolean }
  | DateReading;

export interface DateReading {
  readonly kind: 'date';
  /** In the directives of `strptime`, the longest first. */
  readonly formats: readonly string[];
  readonly hasZone: boolean;
  readonly hasTime: boolean;
  /** Some dates are too early or too late for nanoseconds in 64 bits, such as 0001-01-01. */
  readonly isBeyondNanoseconds: boolean;
}

const PLAIN_NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const EXPONENT = /\de[+-]?\d/i;
const MAX_FORMATS = 6;
const MAX_INTEGER_DIGITS = 15;
const [FIRST_YEAR, LAST_YEAR] = [1678, 2261];
const HOUR_24 = /[T ]24:/;

/** Learns from its cells, one by one, how a column is read. */
export class ColumnScan {
  private readonly finder = new OrderFinder();
  private readonly signs: IdSigns;
  private readonly formats = new Map<Notation, Set<string | undefined>>();
  private isText = false;
  private isPlain = true;
  private hasExponent = false;
  private hasOuterSpace = false;
  private maxDigits = 0;
  private isBeyondNanoseconds = false;

  constructor(name: string) {
    this.signs = new IdSigns(name);
  }

  /** Spaces surround some of the cells. */
  get isPadded(): boolean {
    return this.hasOuterSpace;
  }

  add(cell: string): void {
    const filled = cell.trim();
    if (this.isText) {
      return;
    }
    this.hasOuterSpace ||= filled.length < cell.length;
    this.isText = !this.finder.add(cell);
    if (filled === '' || this.isText) {
      return;
    }
    this.signs.add(filled);
    this.maxDigits = Math.max(this.maxDigits, filled.length);
    this.isPlain &&= PLAIN_NUMBER.test(filled);
    this.hasExponent ||= EXPONENT.test(filled);
    if (/\d{4}/.test(filled) && !this.isPlain) {
      this.lookAtDate(filled);
    }
  }

  get reading(): ColumnReading {
    const { type, notation } = this.finder.order;
    const decimal = notation === ',' ? ',' : '.';
    switch (type) {
      case 'boolean':
        return { kind: 'boolean' };
      case 'integer':
        return { kind: this.signs.isId || this.maxDigits > MAX_INTEGER_DIGITS ? 'id' : 'integer' };
      case 'decimal':
        return this.isPlain && decimal === '.' ? { kind: 'decimal' } : this.amount(decimal, false);
      case 'percent':
      case 'money':
        return this.amount(decimal, type === 'money');
      case 'date':
        return this.date(notation);
      default:
        return { kind: this.signs.isNamedId ? 'id' : 'text' };
    }
  }

  /** In an amount, letters are a currency. So one with an exponent stays text. */
  private amount(decimal: '.' | ',', isMoney: boolean): ColumnReading {
    return this.hasExponent && !isMoney ? { kind: 'text' } : { kind: 'amount', decimal, isMoney };
  }

  private date(notation: Notation | undefined): ColumnReading {
    const formats = [...((notation && this.formats.get(notation)) ?? [])];
    if (formats.length === 0 || formats.length > MAX_FORMATS || formats.includes(undefined)) {
      return { kind: 'text' };
    }
    const known = formats.filter((format) => format !== undefined);
    return {
      kind: 'date',
      formats: known.sort((a, b) => b.length - a.length),
      hasZone: known.some((format) => format.includes('%z')),
      hasTime: known.some((format) => /%[HI]/.test(format)),
      isBeyondNanoseconds: this.isBeyondNanoseconds,
    };
  }

  /** The notation is only known at the end, so the formats of all that are possible are kept. */
  private lookAtDate(cell: string): void {
    const year = Number(/\d{4}/.exec(cell)?.[0]);
    this.isBeyondNanoseconds ||= year < FIRST_YEAR || year > LAST_YEAR;
    for (const notation of ['iso', 'named', 'monthFirst', 'dayFirst'] as const) {
      const known = this.formats.get(notation) ?? new Set();
      this.formats.set(notation, known);
      if (known.size <= MAX_FORMATS) {
        known.add(HOUR_24.test(cell) ? undefined : dateFormat(cell, notation));
      }
    }
  }
}
