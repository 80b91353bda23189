/** A calendar day, such as `2026-11-24`, in any time zone. */
export type Day = string;

const MS_PER_DAY = 86_400_000;
/** The time at which days end. */
export const LAST_SECOND = '23:59:59';

const OFFSET = /^([+-])(\d{2}):?(\d{2})$/;

/** Whether a text is a time zone: `Europe/Berlin`, `UTC`, or an offset as impact.com writes it, `-05:00`. */
export function isTimeZone(text: string): boolean {
  if (offsetOf(text) !== undefined) {
    return true;
  }
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return text !== '';
  } catch {
    return false;
  }
}

/** Whether a time zone is a UTC offset, which is the same all year. */
export function isFixedOffset(timeZone: string): boolean {
  return offsetOf(timeZone) !== undefined;
}

/** The day at a moment in a time zone. Throws a RangeError if the time zone doesn't exist. */
export function dayAt(timeMs: number, timeZone: string): Day {
  return new Date(localMs(timeMs, timeZone)).toISOString().slice(0, 10);
}

export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && addDays(text, 0) === text;
}

export function addDays(day: Day, count: number): Day {
  const time = Date.parse(`${day}T00:00:00Z`) + count * MS_PER_DAY;
  return Number.isNaN(time) ? '' : new Date(time).toISOString().slice(0, 10);
}

/** 1 for Monday to 7 for Sunday. */
export function weekday(day: Day): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
}

/**
 * A time on a day, with its offset: `2026-11-24T00:00:00-05:00`. If clocks skip that time, it's the first moment after
 * the gap. If the time occurs twice, it's the earlier one, or the later one for a day's last second.
 */
export function momentOf(day: Day, time: string, timeZone: string): string {
  const wanted = Date.parse(`${day}T${time}Z`);
  // Only the offsets a day before and a day after can apply.
  const candidates = [wanted - MS_PER_DAY, wanted + MS_PER_DAY]
    .map((atMs) => wanted - offsetMs(atMs, timeZone))
    .sort((a, b) => a - b);
  const showing = candidates.filter((atMs) => localMs(atMs, timeZone) === wanted);
  const moment = showing.at(time === LAST_SECOND ? -1 : 0) ?? candidates[1] ?? wanted;
  return `${new Date(localMs(moment, timeZone)).toISOString().slice(0, 19)}${offsetAt(moment, timeZone)}`;
}

/** The UTC offset of a time zone at a moment: `-05:00`. */
export function offsetAt(timeMs: number, timeZone: string): string {
  const minutes = offsetMs(timeMs, timeZone) / 60_000;
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${twoDigits(Math.floor(size / 60))}:${twoDigits(Math.round(size % 60))}`;
}

/** The local time in a time zone, as if it were UTC. */
function localMs(timeMs: number, timeZone: string): number {
  const offset = offsetOf(timeZone);
  if (offset !== undefined) {
    return timeMs + offset;
  }
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const parts = new Map(format.formatToParts(timeMs).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
}

function offsetMs(timeMs: number, timeZone: string): number {
  const whole = Math.floor(timeMs / 1000) * 1000;
  return localMs(whole, timeZone) - whole;
}

function offsetOf(timeZone: string): number | undefined {
  const [, sign, hours, minutes] = OFFSET.exec(timeZone) ?? [];
  const size = Number(hours) * 60 + Number(minutes);
  return sign === undefined || Number(hours) > 14 || Number(minutes) > 59
    ? undefined
    : (sign === '-' ? -size : size) * 60_000;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
