import type { OrderKey } from './orderKey';

const ISO_DATE =
  /^(\d{4})([-/])(\d{2})\2(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/i;
const TIME = String.raw`(?:,? (\d{1,2}):(\d{2})(?::(\d{2}))?\s*([AP]M)?)?`;
const LOCAL_DATE = new RegExp(String.raw`^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})${TIME}$`, 'i');
const MONTH_FIRST = new RegExp(String.raw`^([a-z]{3,9})\.? (\d{1,2}),? (\d{4})${TIME}$`, 'i');
const DAY_FIRST = new RegExp(String.raw`^(\d{1,2})[ -]([a-z]{3,9})\.?[ -](\d{4})${TIME}$`, 'i');
const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

/** Reads `2026-10-01`, `2026/10/01`, or `2026-10-01T12:00:00-05:00` to milliseconds since the Unix epoch. */
export function readIsoDate(cell: string): OrderKey {
  const match = ISO_DATE.exec(cell);
  if (match === null) {
    return undefined;
  }
  const part = (index: number): number => Number(match[index] ?? 0);
  const [hour, minute, second, zone] = [part(5), part(6), part(7), match[9]];
  const offsetMinutes =
    zone === undefined || /^z$/i.test(zone)
      ? 0
      : Number(`${zone.charAt(0)}1`) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2)));
  const dayMs = dayOf(part(1), part(3), part(4));
  return dayMs === undefined || hour > 24 || minute > 59 || second > 60
    ? undefined
    : dayMs + ((hour * 60 + minute - offsetMinutes) * 60 + second) * 1000 + Number(`0.${match[8] ?? 0}`) * 1000;
}

/** Reads `12/31/2026` or `31.12.2026 14:05`. The right `order` is the one that is possible in all cells of a column. */
export function readLocalDate(cell: string, order: 'monthFirst' | 'dayFirst'): OrderKey {
  const match = LOCAL_DATE.exec(cell);
  if (match === null || (match[2] === '.' && order === 'monthFirst')) {
    return undefined;
  }
  const [first, second, year] = [Number(match[1]), Number(match[3]), Number(match[4])];
  return atTime(order === 'monthFirst' ? dayOf(year, first, second) : dayOf(year, second, first), match.slice(5));
}

/** Reads `Oct 1, 2026`, `October 1, 2026 5:00 PM`, or `1 Oct 2026`. */
export function readNamedDate(cell: string): OrderKey {
  const monthFirst = MONTH_FIRST.exec(cell);
  const dayFirst = DAY_FIRST.exec(cell);
  const [, month, day, year, ...time] = monthFirst ?? [];
  const [, otherDay, otherMonth, otherYear, ...otherTime] = dayFirst ?? [];
  return monthFirst !== null
    ? atTime(dayOf(Number(year), monthOf(month), Number(day)), time)
    : atTime(dayOf(Number(otherYear), monthOf(otherMonth), Number(otherDay)), otherTime);
}

function atTime(dayMs: number | undefined, [hour, minute, second, half]: readonly (string | undefined)[]): OrderKey {
  const isAfternoon = half?.toUpperCase() === 'PM';
  const hours = half === undefined ? Number(hour ?? 0) : (Number(hour) % 12) + (isAfternoon ? 12 : 0);
  return dayMs === undefined
    ? undefined
    : dayMs + ((hours * 60 + Number(minute ?? 0)) * 60 + Number(second ?? 0)) * 1000;
}

/**
 * The month's number, starting with 1, or 0 if the name isn't a month. Accepts names cut to three letters, and `Sept`.
 */
function monthOf(name = ''): number {
  const lower = name.toLowerCase();
  return (
    MONTHS.findIndex(
      (month) => month === lower || month.slice(0, 3) === lower || (lower === 'sept' && month.startsWith(lower)),
    ) + 1
  );
}

/**
 * Midnight UTC of a date. Undefined if the date doesn't exist. `Date.UTC` moves years before 100 to the 20th century.
 */
function dayOf(year: number, month: number, day: number): number | undefined {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day && date.getUTCFullYear() === year
    ? date.getTime()
    : undefined;
}
