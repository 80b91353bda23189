import { type TextOrder, textOrder } from './textOrder';

/** What a column holds, as far as all of its filled cells agree. */
export const COLUMN_TYPES = ['integer', 'decimal', 'money', 'date', 'boolean', 'text', 'empty'] as const;
export type ColumnType = (typeof COLUMN_TYPES)[number];

/** What cells are ordered by: comparable among the cells of one column. Undefined for an empty cell. */
export type OrderKey = number | bigint | string | undefined;

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
  { type: 'money', read: (cell) => readMoney(cell, '.') },
  { type: 'money', read: (cell) => readMoney(cell, ',') },
  { type: 'date', read: readIsoDate },
  { type: 'date', read: (cell) => readLocalDate(cell, 'monthFirst') },
  { type: 'date', read: (cell) => readLocalDate(cell, 'dayFirst') },
];

/** Finds out how a column's cells are to be read. Pure. */
export function orderOf(cells: Iterable<string>): CellOrder {
  let left = READINGS;
  let isEmpty = true;
  for (const cell of cells) {
    const filled = cell.trim();
    if (filled !== '') {
      isEmpty = false;
      left = left.filter(({ read }) => read(filled) !== undefined);
      if (left.length === 0) {
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
    return a === b ? 0 : a === undefined ? 1 : -1;
  }
  if (typeof a === 'string' && typeof b === 'string') {
    return order(a, b) * direction;
  }
  return a < b ? -direction : a > b ? direction : 0;
}

function readBoolean(cell: string): OrderKey {
  const lower = cell.toLowerCase();
  return lower === 'true' || lower === 'yes' ? 1 : lower === 'false' || lower === 'no' ? 0 : undefined;
}

/** No leading zeros and no more digits than any count has: those are codes and ids, which are text with digits. */
function readInteger(cell: string): OrderKey {
  if (!/^[+-]?(?:0|[1-9]\d{0,29})$/.test(cell)) {
    return undefined;
  }
  return cell.length <= 15 ? Number(cell) : BigInt(cell.replace('+', ''));
}

function readDecimal(cell: string, point: '.' | ','): OrderKey {
  const pattern =
    point === '.'
      ? /^[+-]?(?:\d{1,3}(?:,\d{3})+|\d{1,15})?(?:\.\d{1,20})?(?:e[+-]?\d{1,3})?$/i
      : /^[+-]?(?:\d{1,3}(?:\.\d{3})+|\d{1,15})(?:,\d{1,20})?$/;
  if (!pattern.test(cell) || !/\d/.test(cell) || /^[+-]?0\d/.test(cell)) {
    return undefined;
  }
  const plain = point === '.' ? cell.replaceAll(',', '') : cell.replaceAll('.', '').replace(',', '.');
  const value = Number(plain);
  return Number.isFinite(value) ? value : undefined;
}

const CURRENCY = /^(?:[\p{Sc}]|[A-Z]{3}|[A-Z]{1,2}\p{Sc})$/u;

/** `$1,234.50`, `-€5`, `12,50 €`, `USD 10`, `($3.00)`. */
function readMoney(cell: string, point: '.' | ','): OrderKey {
  const inBrackets = /^\((.*)\)$/.exec(cell)?.[1];
  const [, sign = '', before = '', digits = '', after = ''] =
    /^([+-]?)\s*([^\d\s+\-.,]*)\s*([+-]?[\d.,]+)\s*([^\d\s]*)$/.exec(inBrackets ?? cell) ?? [];
  const currency = before + after;
  if ((before !== '' && after !== '') || !CURRENCY.test(currency)) {
    return undefined;
  }
  const value = readDecimal(digits, point);
  return value === undefined ? undefined : Number(value) * (sign === '-' || inBrackets !== undefined ? -1 : 1);
}

const ISO_DATE =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/i;

function readIsoDate(cell: string): OrderKey {
  const match = ISO_DATE.exec(cell);
  if (match === null) {
    return undefined;
  }
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const zone = match[8];
  const offsetMinutes =
    zone === undefined || /^z$/i.test(zone)
      ? 0
      : Number(`${zone.charAt(0)}1`) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2)));
  const dayMs = dayOf(year, month, day);
  return dayMs === undefined || hour > 24 || minute > 59 || second > 60
    ? undefined
    : dayMs + ((hour * 60 + minute - offsetMinutes) * 60 + second) * 1000 + Number(`0.${match[7] ?? 0}`) * 1000;
}

/** `12/31/2026`, `31.12.2026 14:05`; which comes first shows where only one is possible in all cells. */
function readLocalDate(cell: string, order: 'monthFirst' | 'dayFirst'): OrderKey {
  const match = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?:,? (\d{1,2}):(\d{2})(?::(\d{2}))?\s*([AP]M)?)?$/i.exec(cell);
  if (match === null || (match[2] === '.' && order === 'monthFirst')) {
    return undefined;
  }
  const [first, second, year] = [Number(match[1]), Number(match[3]), Number(match[4])];
  const dayMs = order === 'monthFirst' ? dayOf(year, first, second) : dayOf(year, second, first);
  const isAfternoon = match[8]?.toUpperCase() === 'PM';
  const hour = match[8] === undefined ? Number(match[5] ?? 0) : (Number(match[5]) % 12) + (isAfternoon ? 12 : 0);
  return dayMs === undefined
    ? undefined
    : dayMs + ((hour * 60 + Number(match[6] ?? 0)) * 60 + Number(match[7] ?? 0)) * 1000;
}

/** Midnight UTC of a day that exists. */
function dayOf(year: number, month: number, day: number): number | undefined {
  const ms = Date.UTC(year, month - 1, day);
  const date = new Date(ms);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day && date.getUTCFullYear() === year
    ? ms
    : undefined;
}
