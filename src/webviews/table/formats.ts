import { type NumberReader, numberReader } from '../../core/rows/numberReader';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/**
 * Numbers and times in the page's language. Keeps its formatters, because creating one costs far more than using it.
 */
export class Formats {
  private readonly numbers: Intl.NumberFormat;
  private readonly times: Intl.DateTimeFormat;
  private readonly percents: Intl.NumberFormat;

  readonly readNumber: NumberReader;

  constructor(language: string | undefined) {
    this.readNumber = numberReader(language);
    this.numbers = new Intl.NumberFormat(language);
    this.times = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
    this.percents = new Intl.NumberFormat(language, { style: 'percent' });
  }

  number(value: number | undefined): string {
    return value === undefined ? '' : this.numbers.format(value);
  }

  time(atMs: number | undefined): string {
    return atMs === undefined ? '' : this.times.format(atMs);
  }

  percent(value: number | undefined): string {
    return value === undefined ? '' : this.percents.format(Math.floor(value) / 100);
  }
}

/** `1:05:09`, `0:42`: durations that line up and are easy to compare. */
export function clockDuration(durationMs: number | undefined): string {
  if (durationMs === undefined) {
    return '';
  }
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  const hours = Math.floor(durationMs / HOUR_MS);
  const minutes = (durationMs % HOUR_MS) / MINUTE_MS;
  const seconds = two((durationMs % MINUTE_MS) / SECOND_MS);
  return hours > 0 ? `${hours}:${two(minutes)}:${seconds}` : `${Math.floor(minutes)}:${seconds}`;
}

/**
 * Reads a date typed in a filter, such as `2026-11-24`, to milliseconds since the epoch: in the zone of the cells,
 * which is this machine's. `Date.parse` takes a date without a time for one in UTC.
 */
export function readTime(text: string): number | undefined {
  const [, year, month, day = '1'] = /^(\d{4})-(\d{1,2})(?:-(\d{1,2}))?$/.exec(text) ?? [];
  if (year !== undefined) {
    const date = new Date(Number(year), Number(month) - 1, Number(day));
    return date.getMonth() === Number(month) - 1 ? date.getTime() : undefined;
  }
  const atMs = /^\d{4}-\d{1,2}/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(atMs) ? undefined : atMs;
}

/** Reads a duration typed in a filter, such as `2 h`, `90 s`, or `1:30`, to milliseconds. */
export function readDuration(text: string, readNumber: NumberReader): number | undefined {
  const [, hours, minutes, seconds] = /^(?:(\d+):)?(\d+):(\d{1,2})$/.exec(text) ?? [];
  if (minutes !== undefined) {
    return Number(hours ?? 0) * HOUR_MS + Number(minutes) * MINUTE_MS + Number(seconds) * SECOND_MS;
  }
  const [, typed = '', unit = ''] = /^(.+?)\s*([hms])$/i.exec(text) ?? [];
  const amount = readNumber(typed);
  return amount === undefined
    ? undefined
    : amount * ({ h: HOUR_MS, m: MINUTE_MS, s: SECOND_MS }[unit.toLowerCase()] ?? 0);
}
