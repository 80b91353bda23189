import { isCurrency, isWord } from './currencies';
import type { OrderKey } from './orderKey';
import { readIsoDate, readLocalDate, readNamedDate } from './readDate';
import { type TextOrder, textOrder } from './textOrder';

/** The types of columns. A type applies if all filled cells fit. */
export const COLUMN_TYPES = ['integer', 'decimal', 'percent', 'money', 'date', 'boolean', 'text', 'empty'] as const;
export type ColumnType = (typeof COLUMN_TYPES)[number];

const NUMBER_TYPES: readonly ColumnType[] = ['integer', 'decimal', 'percent', 'money'];

export function isNumberType(type: ColumnType): boolean {
  return NUMBER_TYPES.includes(type);
}

/** How numbers or dates are written: the decimal separator, or the order of a date's parts. */
export type Notation = '.' | ',' | 'iso' | 'named' | 'monthFirst' | 'dayFirst';

/** How to read and compare the cells of one column. */
export interface CellOrder {
  readonly type: ColumnType;
  /** Undefined for types that are written in only one way. */
  readonly notation?: Notation;
  readonly keyOf: (cell: string) => OrderKey;
}

const MACHINES_ORDER = textOrder(undefined);

const BY_TEXT: CellOrder = { type: 'text', keyOf: (cell) => (cell.trim() === '' ? undefined : cell) };

/** The types with their readers, strictest first. A column gets the first type that fits all filled cells. */
const READINGS: readonly {
  readonly type: ColumnType;
  readonly notation?: Notation;
  readonly read: (cell: string) => OrderKey;
}[] = [
  { type: 'boolean', read: readBoolean },
  { type: 'integer', read: readInteger },
  { type: 'decimal', notation: '.', read: (cell) => readDecimal(cell, '.') },
  { type: 'decimal', notation: ',', read: (cell) => readDecimal(cell, ',') },
  { type: 'percent', notation: '.', read: (cell) => readPercent(cell, '.') },
  { type: 'percent', notation: ',', read: (cell) => readPercent(cell, ',') },
  { type: 'money', notation: '.', read: (cell) => readMoney(cell, '.') },
  { type: 'money', notation: ',', read: (cell) => readMoney(cell, ',') },
  { type: 'date', notation: 'iso', read: readIsoDate },
  { type: 'date', notation: 'named', read: readNamedDate },
  { type: 'date', notation: 'monthFirst', read: (cell) => readLocalDate(cell, 'monthFirst') },
  { type: 'date', notation: 'dayFirst', read: (cell) => readLocalDate(cell, 'dayFirst') },
];

/** Detects how to read a column whose cells come one by one. */
export class OrderFinder {
  private left = READINGS;
  private isEmpty = true;
  private readonly currencies = new Set<string>();

  /** Takes the next cell. False: the column is text, whatever follows. */
  add(cell: string): boolean {
    const filled = cell.trim();
    if (filled === '') {
      return !this.isText;
    }
    this.isEmpty = false;
    if (this.left.some(({ read }) => read(filled) === undefined)) {
      this.left = this.left.filter(({ read }) => read(filled) !== undefined);
    }
    if (this.left[0]?.type === 'money') {
      this.currencies.add(splitMoney(filled)?.currency ?? '');
    }
    return !this.isText;
  }

  /** The order that fits all cells so far. */
  get order(): CellOrder {
    const [reading] = this.left;
    if (this.isText || reading === undefined) {
      return BY_TEXT;
    }
    const { type, notation, read } = reading;
    return this.isEmpty
      ? { ...BY_TEXT, type: 'empty' }
      : { type, ...(notation && { notation }), keyOf: (cell) => read(cell.trim()) };
  }

  /** The currency that is written beside the amounts of a column of money, such as `$` or `EUR`. */
  get currency(): string | undefined {
    return this.left[0]?.type === 'money' ? [...this.currencies].find((currency) => currency !== '') : undefined;
  }

  private get isText(): boolean {
    // Different currencies can't be compared.
    return this.left.length === 0 || this.currencies.size > 1;
  }
}

/** The order of a column that `OrderFinder` found to be of this type and notation. Pure. */
export function knownOrder({ type, notation }: Pick<CellOrder, 'type' | 'notation'>): CellOrder {
  const reading = READINGS.find((one) => one.type === type && one.notation === notation);
  return reading === undefined
    ? { ...BY_TEXT, type: type === 'empty' ? type : 'text' }
    : { type, ...(notation && { notation }), keyOf: (cell) => reading.read(cell.trim()) };
}

/** Detects how to read a column's cells. Pure. */
export function orderOf(cells: Iterable<string>): CellOrder {
  const finder = new OrderFinder();
  for (const cell of cells) {
    if (!finder.add(cell)) {
      break;
    }
  }
  return finder.order;
}

/** Compares two keys. Empty cells come last in both directions, so that they don't hide other rows. */
export function compareKeys(a: OrderKey, b: OrderKey, direction: 1 | -1, order: TextOrder = MACHINES_ORDER): number {
  if (a === undefined || b === undefined) {
    return Number(a === undefined) - Number(b === undefined);
  }
  if (typeof a === 'string' && typeof b === 'string') {
    return order(a, b) * direction;
  }
  if (a === b) {
    return 0;
  }
  return a < b ? -direction : direction;
}

function readBoolean(cell: string): OrderKey {
  const lower = cell.toLowerCase();
  if (lower === 'true' || lower === 'yes') {
    return 1;
  }
  return lower === 'false' || lower === 'no' ? 0 : undefined;
}

/**
 * Reads a whole number. Numbers with leading zeros, or more digits than any count has, are codes or IDs, which are
 * text.
 */
function readInteger(cell: string): OrderKey {
  if (!/^[+-]?(?:0|[1-9]\d{0,29})$/.test(cell)) {
    return undefined;
  }
  return cell.length <= 15 ? Number(cell) : BigInt(cell.replace('+', ''));
}

/** Spaces of any width and apostrophes group digits, whatever the decimal separator is. */
const GROUP = String.raw`['\u2019 \u00a0\u202f]`;
const DECIMALS: Readonly<Record<'.' | ',', RegExp>> = {
  '.': new RegExp(
    String.raw`^[+-]?(?:\d{1,3}(,|${GROUP})\d{3}(?:\1\d{3})*|\d{1,15})?(?:\.\d{1,20})?(?:e[+-]?\d{1,3})?$`,
    'i',
  ),
  ',': new RegExp(String.raw`^[+-]?(?:\d{1,3}(\.|${GROUP})\d{3}(?:\1\d{3})*|\d{1,15})(?:,\d{1,20})?$`),
};

/** Reads `1,234.5`, `1 234,50`, `1'234.50`, or a negative `(5.00)`. */
function readDecimal(cell: string, point: '.' | ','): OrderKey {
  const inBrackets = /^\((\d.*)\)$/.exec(cell)?.[1];
  const written = inBrackets ?? cell;
  if (!DECIMALS[point].test(written) || !/\d/.test(written) || /^[+-]?0\d/.test(written)) {
    return undefined;
  }
  const value = Number(written.replace(point === '.' ? /[^\d.e+-]/gi : /[^\d,+-]/g, '').replace(',', '.'));
  return Number.isFinite(value) ? value * (inBrackets === undefined ? 1 : -1) : undefined;
}

function readPercent(cell: string, point: '.' | ','): OrderKey {
  return cell.endsWith('%') ? readDecimal(cell.slice(0, -1).trimEnd(), point) : undefined;
}

interface Money {
  readonly currency: string;
  readonly digits: string;
  readonly isNegative: boolean;
}

/** Reads `$1,234.50`, `-€5`, `12,50 €`, `USD 10`, or `($3.00)`. */
function splitMoney(cell: string): Money | undefined {
  const inBrackets = /^\((.*)\)$/.exec(cell)?.[1];
  const [, sign = '', before = '', digits = '', after = ''] =
    /^([+-]?)\s*([^\d\s+\-.,]*)\s*([+-]?\d[\d.,'\u2019 \u00a0\u202f]*|[+-]?[.,]\d+)\s*([^\d\s]*)$/.exec(
      inBrackets ?? cell,
    ) ?? [];
  // A hyphen between letters and a number makes it a name: `ABC-123`.
  const isName =
    /^[A-Z]{3}[+-]/.test(inBrackets ?? cell) || (isWord(before + after) && !/[.,]\d\d$/.test(digits.trim()));
  return isName || (before !== '' && after !== '') || !isCurrency(before + after)
    ? undefined
    : { currency: before + after, digits: digits.trim(), isNegative: sign === '-' || inBrackets !== undefined };
}

function readMoney(cell: string, point: '.' | ','): OrderKey {
  const money = splitMoney(cell);
  const value = money && readDecimal(money.digits, point);
  return value === undefined ? undefined : Number(value) * (money?.isNegative === true ? -1 : 1);
}
