import { isCurrency } from './currencies';
import type { OrderKey } from './orderKey';
import { readIsoDate, readLocalDate, readNamedDate } from './readDate';
import { type TextOrder, textOrder } from './textOrder';

/** What a column holds, as far as all of its filled cells agree. */
export const COLUMN_TYPES = ['integer', 'decimal', 'percent', 'money', 'date', 'boolean', 'text', 'empty'] as const;
export type ColumnType = (typeof COLUMN_TYPES)[number];

/** How the cells of one column are read. */
export interface CellOrder {
  readonly type: ColumnType;
  readonly keyOf: (cell: string) => OrderKey;
}

const MACHINES_ORDER = textOrder(undefined);

const BY_TEXT: CellOrder = { type: 'text', keyOf: (cell) => (cell.trim() === '' ? undefined : cell) };

/** The readings, the strictest first: the first that fits all filled cells is the column's. */
const READINGS: readonly { readonly type: ColumnType; readonly read: (cell: string) => OrderKey }[] = [
  { type: 'boolean', read: readBoolean },
  { type: 'integer', read: readInteger },
  { type: 'decimal', read: (cell) => readDecimal(cell, '.') },
  { type: 'decimal', read: (cell) => readDecimal(cell, ',') },
  { type: 'percent', read: (cell) => readPercent(cell, '.') },
  { type: 'percent', read: (cell) => readPercent(cell, ',') },
  { type: 'money', read: (cell) => readMoney(cell, '.') },
  { type: 'money', read: (cell) => readMoney(cell, ',') },
  { type: 'date', read: readIsoDate },
  { type: 'date', read: readNamedDate },
  { type: 'date', read: (cell) => readLocalDate(cell, 'monthFirst') },
  { type: 'date', read: (cell) => readLocalDate(cell, 'dayFirst') },
];

/** Finds out how a column's cells are to be read. Pure. */
export function orderOf(cells: Iterable<string>): CellOrder {
  let left = READINGS;
  let isEmpty = true;
  const currencies = new Set<string>();
  for (const cell of cells) {
    const filled = cell.trim();
    if (filled !== '') {
      isEmpty = false;
      left = left.filter(({ read }) => read(filled) !== undefined);
      if (left[0]?.type === 'money') {
        currencies.add(splitMoney(filled)?.currency ?? '');
      }
      // Ten dollars are neither more nor less than ten yen.
      if (left.length === 0 || currencies.size > 1) {
        return BY_TEXT;
      }
    }
  }
  const [reading] = left;
  return isEmpty || reading === undefined
    ? { ...BY_TEXT, type: 'empty' }
    : { type: reading.type, keyOf: (cell) => reading.read(cell.trim()) };
}

/** Empty cells come last whichever the direction, so that they never hide the others. */
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

/** No leading zeros and no more digits than any count has: those are codes and ids, which are text with digits. */
function readInteger(cell: string): OrderKey {
  if (!/^[+-]?(?:0|[1-9]\d{0,29})$/.test(cell)) {
    return undefined;
  }
  return cell.length <= 15 ? Number(cell) : BigInt(cell.replace('+', ''));
}

/** Spaces of all widths, and apostrophes, group digits whichever character the decimals follow. */
const GROUP = String.raw`['\u2019 \u00a0\u202f]`;
const DECIMALS: Readonly<Record<'.' | ',', RegExp>> = {
  '.': new RegExp(
    String.raw`^[+-]?(?:\d{1,3}(,|${GROUP})\d{3}(?:\1\d{3})*|\d{1,15})?(?:\.\d{1,20})?(?:e[+-]?\d{1,3})?$`,
    'i',
  ),
  ',': new RegExp(String.raw`^[+-]?(?:\d{1,3}(\.|${GROUP})\d{3}(?:\1\d{3})*|\d{1,15})(?:,\d{1,20})?$`),
};

/** `1,234.5`, `1 234,50`, `1'234.50`, `(5.00)` for what is below zero. */
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

/** `$1,234.50`, `-€5`, `12,50 €`, `USD 10`, `($3.00)`. */
function splitMoney(cell: string): Money | undefined {
  const inBrackets = /^\((.*)\)$/.exec(cell)?.[1];
  const [, sign = '', before = '', digits = '', after = ''] =
    /^([+-]?)\s*([^\d\s+\-.,]*)\s*([+-]?\d[\d.,'\u2019 \u00a0\u202f]*|[+-]?[.,]\d+)\s*([^\d\s]*)$/.exec(
      inBrackets ?? cell,
    ) ?? [];
  // A hyphen between a code and a number makes a name of both: `ABC-123`.
  const isName = /^[A-Z]{3}[+-]/.test(inBrackets ?? cell);
  return isName || (before !== '' && after !== '') || !isCurrency(before + after)
    ? undefined
    : { currency: before + after, digits: digits.trim(), isNegative: sign === '-' || inBrackets !== undefined };
}

function readMoney(cell: string, point: '.' | ','): OrderKey {
  const money = splitMoney(cell);
  const value = money && readDecimal(money.digits, point);
  return value === undefined ? undefined : Number(value) * (money?.isNegative === true ? -1 : 1);
}
