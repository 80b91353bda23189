import { daysBetween } from '../daysBetween';
import { roundTimeLeft } from '../jobs/roundTimeLeft';
import { ageFormat, numberFormat, writeDate } from './formats';
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
  return numberFormat(locale, {
    style: 'unit',
    unit: name,
    unitDisplay: display,
    maximumFractionDigits: 0,
  }).format(value);
}

/** Below this, seconds are shown beside the minutes: without them, a text would drop up to half of a minute. */
const WITH_SECONDS_MS = 10 * MINUTE_MS;

/** `45 sec`, `1 min 25 sec`, `12 min`, `1 hr 5 min`, `1 day 6 hr`: at most two units, the last one rounded. */
export function durationInWords(
  durationMs: number,
  { locale }: Pick<Language, 'locale'>,
  display: 'short' | 'long' = 'short',
): string {
  // Rounds before the units are chosen, because nobody says 60 seconds or 60 minutes.
  const toSecond = roundedTo(SECOND_MS, Math.max(0, durationMs));
  const toMinute = toSecond < WITH_SECONDS_MS ? toSecond : roundedTo(MINUTE_MS, toSecond);
  const rounded = toMinute < DAY_MS ? toMinute : roundedTo(HOUR_MS, toMinute);
  const units = UNITS.map(([name, ms], index) => {
    const above = UNITS[index - 1]?.[1] ?? Infinity;
    return [Math.floor((rounded % above) / ms), name] as const;
  });
  const first = units.findIndex(([value]) => value > 0);
  return first < 0
    ? unit(0, 'second', display, locale)
    : units
        .slice(first, first + 2)
        .filter(([value]) => value > 0)
        .map(([value, name]) => unit(value, name, display, locale))
        .join(' ');
}

const UNITS = [
  ['day', DAY_MS],
  ['hour', HOUR_MS],
  ['minute', MINUTE_MS],
  ['second', SECOND_MS],
] as const;

function roundedTo(stepMs: number, durationMs: number): number {
  return Math.round(durationMs / stepMs) * stepMs;
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
  const format = ageFormat(locale, { style, numeric: 'auto' });
  const minutes = Math.round(age / MINUTE_MS);
  if (minutes < MINUTES_PER_HOUR) {
    return format.format(-minutes, 'minute');
  }
  return age < DAY_MS
    ? format.format(-Math.min(HOURS_PER_DAY - 1, Math.round(age / HOUR_MS)), 'hour')
    : format.format(-daysBetween(atMs, nowMs), 'day');
}

const MINUTES_PER_HOUR = 60;
const HOURS_PER_DAY = 24;

/** `5 min. ago, 14:05`, `yesterday, 14:05`: rows with the same age are told apart by the time on the clock. */
export function ageWithTime(
  atMs: number,
  nowMs: number,
  language: Language,
  style: 'short' | 'long' = 'short',
): string {
  const age = ageInWords(atMs, nowMs, language, style);
  if (nowMs - atMs < MINUTE_MS) {
    return age;
  }
  const time = writeDate(new Date(atMs), language.locale, { timeStyle: 'short' });
  return language.l10n.t('{0}, {1}', age, time);
}

/** `14:05`, with the date in front if it isn't today. */
export function clockTime(atMs: number, nowMs: number, { locale }: Pick<Language, 'locale'>): string {
  const date = new Date(atMs);
  const isToday = date.toDateString() === new Date(nowMs).toDateString();
  return writeDate(date, locale, isToday ? { timeStyle: 'short' } : { dateStyle: 'medium', timeStyle: 'short' });
}

/** A date and time to the second in this machine's time zone, with the zone's name. */
export function fullTime(atMs: number, { locale }: Pick<Language, 'locale'>): string {
  return writeDate(new Date(atMs), locale, { dateStyle: 'medium', timeStyle: 'long' });
}

export function numberInWords(value: number, { locale }: Pick<Language, 'locale'>): string {
  return numberFormat(locale).format(value);
}

/** `42%`, rounded down so that 100% means done. */
export function percentInWords(percent: number, { locale }: Pick<Language, 'locale'>): string {
  return numberFormat(locale, { style: 'percent' }).format(Math.floor(percent) / 100);
}

const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** `12.3 MB`, in powers of 1000, as is usual for downloads. */
export function bytesInWords(bytes: number, { locale }: Pick<Language, 'locale'>): string {
  // Rounds 999.5 kB and more up to a megabyte, because nobody says 1,000 kB.
  const inThousands = bytes < 1000 ? 0 : Math.floor(Math.log10(bytes / 0.9995) / 3);
  const power = Math.min(BYTE_UNITS.length - 1, inThousands);
  const value = bytes / 1000 ** power;
  const digits = power === 0 || value >= 100 ? 0 : 1;
  return numberFormat(locale, {
    style: 'unit',
    unit: BYTE_UNITS[power] ?? 'byte',
    unitDisplay: power === 0 ? 'long' : 'short',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value);
}
