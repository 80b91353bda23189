import { daysBetween } from '../daysBetween';
import { roundTimeLeft } from '../jobs/roundTimeLeft';
import type { Language } from './language';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

function unit(
  value: number,
  name: 'second' | 'minute' | 'hour' | 'day',
  display: 'short' | 'long',
  locale: string,
): string {
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: name,
    unitDisplay: display,
    maximumFractionDigits: 0,
  }).format(value);
}

/** `45 sec`, `12 min`, `1 hr 5 min`, `3 days`: at most two units, so that the text changes rarely. */
export function durationInWords(
  durationMs: number,
  { locale }: Pick<Language, 'locale'>,
  display: 'short' | 'long' = 'short',
): string {
  const duration = roundedToSecond(durationMs);
  if (duration < MINUTE_MS) {
    return unit(duration / SECOND_MS, 'second', display, locale);
  }
  if (duration < HOUR_MS) {
    return unit(Math.floor(duration / MINUTE_MS), 'minute', display, locale);
  }
  if (duration < DAY_MS) {
    const minutes = Math.floor((duration % HOUR_MS) / MINUTE_MS);
    const hours = unit(Math.floor(duration / HOUR_MS), 'hour', display, locale);
    return minutes === 0 ? hours : `${hours} ${unit(minutes, 'minute', display, locale)}`;
  }
  return unit(Math.floor(duration / DAY_MS), 'day', display, locale);
}

/** Rounds 59.5 seconds and more up to a minute, because nobody says 60 seconds. */
function roundedToSecond(durationMs: number): number {
  const rounded = Math.round(Math.max(0, durationMs) / SECOND_MS) * SECOND_MS;
  return rounded <= MINUTE_MS ? rounded : durationMs;
}

/** The time left, rounded the way people say it. */
export function timeLeftInWords(
  leftMs: number,
  { l10n, locale }: Language,
  display: 'short' | 'long' = 'short',
): string {
  return l10n.t('{0} left', durationInWords(roundTimeLeft(leftMs), { locale }, display));
}

/** `just now`, `5 min. ago`, `yesterday`. */
export function ageInWords(
  atMs: number,
  nowMs: number,
  { l10n, locale }: Language,
  style: 'short' | 'long' = 'short',
): string {
  const age = Math.max(0, nowMs - atMs);
  if (age < MINUTE_MS) {
    return l10n.t('just now');
  }
  const format = new Intl.RelativeTimeFormat(locale, { style, numeric: 'auto' });
  if (age < HOUR_MS) {
    return format.format(-Math.floor(age / MINUTE_MS), 'minute');
  }
  return age < DAY_MS
    ? format.format(-Math.floor(age / HOUR_MS), 'hour')
    : format.format(-daysBetween(atMs, nowMs), 'day');
}

/** `14:05`, with the date in front if it isn't today. */
export function clockTime(atMs: number, nowMs: number, { locale }: Pick<Language, 'locale'>): string {
  const date = new Date(atMs);
  const isToday = date.toDateString() === new Date(nowMs).toDateString();
  return new Intl.DateTimeFormat(
    locale,
    isToday ? { timeStyle: 'short' } : { dateStyle: 'medium', timeStyle: 'short' },
  ).format(date);
}

/** A date and time to the second in this machine's time zone, with the zone's name. */
export function fullTime(atMs: number, { locale }: Pick<Language, 'locale'>): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'long' }).format(new Date(atMs));
}

export function numberInWords(value: number, { locale }: Pick<Language, 'locale'>): string {
  return new Intl.NumberFormat(locale).format(value);
}

/** `42%`, rounded down so that 100% means done. */
export function percentInWords(percent: number, { locale }: Pick<Language, 'locale'>): string {
  return new Intl.NumberFormat(locale, { style: 'percent' }).format(Math.floor(percent) / 100);
}

const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** `12.3 MB`, in powers of 1000, as is usual for downloads. */
export function bytesInWords(bytes: number, { locale }: Pick<Language, 'locale'>): string {
  // Rounds 999.5 kB and more up to a megabyte, because nobody says 1,000 kB.
  const inThousands = bytes < 1000 ? 0 : Math.floor(Math.log10(bytes / 0.9995) / 3);
  const power = Math.min(BYTE_UNITS.length - 1, inThousands);
  const value = bytes / 1000 ** power;
  const digits = power === 0 || value >= 100 ? 0 : 1;
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: BYTE_UNITS[power] ?? 'byte',
    unitDisplay: power === 0 ? 'long' : 'short',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value);
}
