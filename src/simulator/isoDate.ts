/**
 * impact.com writes dates in the account's time zone. The simulator's accounts have this offset all year, except the
 * brands of an agency.
 */
const ACCOUNT_OFFSET_MINUTES = -300;

const DAY_MS = 24 * 3_600_000;

/**
 * `offset`: `2026-05-29T04:33:50-05:00`; `utc`: `…T09:33:50Z`; `utcMillis`: `…T09:33:50.000Z`; `local`: `…T04:33:50`.
 */
export type DateForm = 'offset' | 'utc' | 'utcMillis' | 'local';

/** Formats a time as ISO 8601 to the second. Default: with the account's offset, or that of its time zone. */
export function formatIsoDate(timeMs: number, form: DateForm = 'offset', timeZone?: string): string {
  if (form === 'utc' || form === 'utcMillis') {
    const iso = new Date(timeMs).toISOString();
    return form === 'utc' ? `${iso.slice(0, 19)}Z` : iso;
  }
  const offsetAtTime = offsetAt(timeMs, timeZone);
  const local = new Date(timeMs + offsetAtTime * 60_000).toISOString().slice(0, 19);
  if (form === 'local') {
    return local;
  }
  const sign = offsetAtTime < 0 ? '-' : '+';
  const minutes = Math.abs(offsetAtTime);
  const offset = `${sign}${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;
  return `${local}${offset}`;
}

/** `2026-05-29`, in the account's time zone. */
export function formatDay(timeMs: number): string {
  return localTime(timeMs).toISOString().slice(0, 10);
}

/**
 * The first and last millisecond of the account's day `YYYY-MM-DD`, which has 23 or 25 hours when the clocks of its
 * time zone change. Undefined if the day doesn't exist.
 */
export function dayBounds(text: string, timeZone?: string): { startMs: number; endMs: number } | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) {
    return undefined;
  }
  const utcMs = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(utcMs) || new Date(utcMs).toISOString().slice(0, 10) !== text) {
    return undefined;
  }
  return { startMs: timeInZone(utcMs, timeZone), endMs: timeInZone(utcMs + DAY_MS, timeZone) - 1 };
}

/** The time at which the clocks of a time zone show what those of UTC show at `utcMs`. */
function timeInZone(utcMs: number, timeZone: string | undefined): number {
  const guessMs = utcMs - offsetAt(utcMs, timeZone) * 60_000;
  return utcMs - offsetAt(guessMs, timeZone) * 60_000;
}

function offsetAt(timeMs: number, timeZone: string | undefined): number {
  return timeZone === undefined ? ACCOUNT_OFFSET_MINUTES : zoneOffsetMinutes(timeMs, timeZone);
}

/** Parses an ISO 8601 date with a time. Without an offset, it's the account's time. Undefined if it's invalid. */
export function parseIsoTime(text: string, timeZone?: string): number | undefined {
  // A "+" that isn't escaped in a query arrives as a space.
  const match = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+ -]\d{2}:?\d{2})?$/.exec(text);
  if (!match) {
    return undefined;
  }
  const timeMs = Date.parse(`${match[1]}Z`);
  if (Number.isNaN(timeMs)) {
    return undefined;
  }
  return match[2] === undefined ? timeInZone(timeMs, timeZone) : timeMs - offsetMinutes(match[2]) * 60_000;
}

function offsetMinutes(text: string): number {
  if (text === 'Z') {
    return 0;
  }
  const digits = text.slice(1).replace(':', '');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  return text.startsWith('-') ? -minutes : minutes;
}

function localTime(timeMs: number): Date {
  return new Date(timeMs + ACCOUNT_OFFSET_MINUTES * 60_000);
}

/** How far the clocks of a time zone are ahead of UTC at that time, which changes in spring and fall. */
export function zoneOffsetMinutes(timeMs: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' }).formatToParts(timeMs);
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  return name === 'GMT' ? 0 : offsetMinutes(name.replace('GMT', ''));
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
