import { PERIODS } from '../reports/period';
import { periodBounds } from '../reports/periodFilters';
import type { RelativePeriod } from './scriptTask';

const OFFSET = /^([+-])(\d{2}):?(\d{2})$/;

/** The names that a script's period can have. */
export const PERIOD_NAMES = PERIODS.join(', ');

/**
 * A bound of a period, as a script adds it to the URL: `&END_DATE=`, the first or the last day, and its first or last
 * second, or nothing.
 */
export type ScriptBound = readonly [parameter: string, day: 'first' | 'last', time: string];

export function scriptBounds({ filters }: RelativePeriod): readonly ScriptBound[] {
  return periodBounds(filters).map(({ queryName, day, time }) => [
    `&${encodeURIComponent(queryName)}=`,
    day === 'start' ? 'first' : 'last',
    time,
  ]);
}

/** A comment for a time zone that is an offset, in front of its line. Empty for others. */
export function offsetNote(timeZone: string, example: string): string {
  return OFFSET.test(timeZone)
    ? `# UTC${timeZone} has no clock changes. If the account's time zone does, name it here, such as ${example}.\n`
    : '';
}

/** A time zone as the C library takes it, which turns the sign of an offset round: `<-05:00>+05:00`. */
export function posixZone(timeZone: string): string {
  const [, sign, hours, minutes] = OFFSET.exec(timeZone) ?? [];
  return sign === undefined ? timeZone : `<${sign}${hours}${minutes}>${sign === '-' ? '+' : '-'}${hours}:${minutes}`;
}
