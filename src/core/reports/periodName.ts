import { addDays } from './calendar';
import type { DayRange } from './period';

/**
 * A short name for a range of days, in the language of `locale`: `2026`, `Oct 2026`, `Nov 23, 2026`, or `Nov 16 – 22,
 * 2026`.
 */
export function periodName({ start, end }: DayRange, locale: string): string {
  const format = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
  const [first, last] = [new Date(`${start}T00:00:00Z`), new Date(`${end}T00:00:00Z`)];
  if (Number.isNaN(first.getTime()) || Number.isNaN(last.getTime()) || first > last) {
    return `${start} – ${end}`;
  }
  const isWholeMonths = start.endsWith('-01') && addDays(end, 1).endsWith('-01');
  if (isWholeMonths && start.endsWith('-01-01') && end === `${start.slice(0, 4)}-12-31`) {
    return format({ year: 'numeric' }).format(first);
  }
  // The languages' own range formats contain thin spaces, which file names and terminals show badly.
  return format({ year: 'numeric', month: 'short', ...(isWholeMonths ? {} : { day: 'numeric' }) })
    .formatRange(first, last)
    .replace(/[\u2009\u202f\u00a0]/g, ' ');
}
